import { zodResolver } from "@hookform/resolvers/zod";
import { isEmailAddress, normalizeEmail } from "@koppeling/api/normalize-email";
import { z } from "zod";

export const signInResolver = zodResolver(
  z.object({
    email: z
      .string()
      .trim()
      .min(1, "emailRequired")
      .refine((email) => isEmailAddress(normalizeEmail(email)), "emailShape"),
    password: z.string().min(1, "passwordRequired"),
    code: z.string().trim(),
  }),
);
