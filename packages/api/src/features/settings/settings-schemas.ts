import * as z from "zod";
import { inputText } from "../../input-text";

/** Messages are codes: the screen and the API each have the sentence in the user's language. */
export const apiKeySchema = z
  .string()
  .trim()
  .min(20, "api_key_too_short")
  .max(256, "api_key_too_long")
  .regex(/^[A-Za-z0-9._-]+$/, "api_key_characters");

/** `whsec_` and base64 of at least 24 bytes (Standard Webhooks). */
export const webhookSecretSchema = z
  .string()
  .trim()
  .refine((text) => {
    const encoded = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(
      text,
    )?.[1];
    if (!encoded) return false;
    const padding = encoded.endsWith("==") ? 2 : encoded.endsWith("=") ? 1 : 0;
    const bytes = (encoded.length / 4) * 3 - padding;
    return bytes >= 24 && bytes <= 64;
  }, "webhook_secret_shape");

/** Where people are told that something is wrong. Whether it may be told there is for `updateAlertAddress`. */
export const notificationAddressSchema = inputText().min(1, "invalid").max(2000, "too_long");
