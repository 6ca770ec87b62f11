import * as z from "zod";
import { isEmailAddress, normalizeEmail } from "./normalize-email";

/** An e-mail address from outside, normalized as matching compares it; the issue is `email_missing` or `email_shape`. */
export const addressSchema = z
  .string()
  .trim()
  .min(1, "email_missing")
  .max(320, "email_shape")
  .transform(normalizeEmail)
  .refine(isEmailAddress, "email_shape");
