import * as z from "zod";
import { addressSchema } from "../../address-schema";
import { ROLES } from "../../context";
import { inputText } from "../../input-text";

/** What people type about users, checked alike by forms and procedures. Issues are codes, worded by who shows them. */

export const SHORTEST_PASSWORD = 12;
/** Longer ones cost time to hash and make nothing safer. */
export const LONGEST_PASSWORD = 1024;

/** A password that somebody has. */
export const passwordSchema = z
  .string()
  .min(1, "password_missing")
  .max(LONGEST_PASSWORD, "password_too_long");

/** One that somebody chooses; whether it is easy to guess is for `checkPassword`. */
export const newPasswordSchema = passwordSchema.refine(
  (password) => [...password].length >= SHORTEST_PASSWORD,
  "password_too_short",
);

/** Of an authenticator app, or a recovery code; as it is typed. */
const codeSchema = z.string().trim().min(1, "code_missing").max(100, "too_long");

/** The code comes second, of whoever has a second factor. */
export const signInSchema = z.object({
  email: addressSchema,
  password: passwordSchema,
  code: z.string().trim().max(100, "too_long"),
});

export const enrolSchema = z.object({ code: codeSchema });

export const confirmIdentitySchema = z.object({ password: passwordSchema, code: codeSchema.optional() });

export const changePasswordSchema = z.object({ current: passwordSchema, next: passwordSchema });

export const inviteSchema = z.object({
  email: addressSchema,
  name: inputText().min(1, "name_missing").max(300, "too_long").nullish(),
  role: z.enum(ROLES),
});
