import { z } from "zod";
import { isEmailAddress, normalizeEmail } from "./normalize-email";

/** An e-mail address from outside, normalized as matching compares it; the issue is `email_shape`. */
export const addressSchema = z
  .string()
  .trim()
  .max(320, "email_shape")
  .transform(normalizeEmail)
  .refine(isEmailAddress, "email_shape");
