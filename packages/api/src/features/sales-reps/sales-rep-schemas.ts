import * as z from "zod";
import { addressSchema } from "../../address-schema";
import { inputText } from "../../input-text";

export const newSalesRepSchema = z.object({
  name: inputText().min(1, "name_missing").max(300, "too_long"),
  email: addressSchema,
  team: inputText().max(300, "too_long").nullish(),
  aliases: z.array(addressSchema).max(20).default([]),
});

export const salesRepChangeSchema = newSalesRepSchema
  .extend({ aliases: z.array(addressSchema).max(20) })
  .partial()
  .extend({ id: z.uuid() });

export const salesRepSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  team: z.string().nullable(),
  aliases: z.array(z.string()),
  archivedAt: z.date().nullable(),
  callCount: z.number(),
  calls30d: z.number(),
  /** How long the calls of the last 30 days took together, as far as Fathom said. */
  seconds30d: z.number(),
  lastCallAt: z.date().nullable(),
  lastSyncAt: z.date().nullable(),
  /** When Fathom last showed a recording of theirs to this key. */
  lastSeenAt: z.date().nullable(),
});

export type SalesRepView = z.infer<typeof salesRepSchema>;
