import { addressSchema } from "@koppeling/api/address-schema";
import { z } from "zod";

export const repFormSchema = z.object({
  name: z.string().trim().min(1, "name_missing").max(300, "too_long"),
  email: z.string().trim().min(1, "email_missing").pipe(addressSchema),
  team: z.string().trim().max(300, "too_long"),
  /** A row that was left empty is no address, and no fault either. */
  aliases: z.array(z.object({ email: z.literal("").or(addressSchema) })).max(20),
});

export type RepFormValues = z.input<typeof repFormSchema>;

export const repFieldErrors = [
  "name_missing",
  "email_missing",
  "email_shape",
  "email_taken",
  "too_long",
] as const;
