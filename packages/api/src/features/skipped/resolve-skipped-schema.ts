import * as z from "zod";
import { addressSchema } from "../../address-schema";
import { inputText } from "../../input-text";

/** What is done with a recorder whose recordings are skipped: an address of a rep from now on, or a rep of their own. */
export const resolveSkippedSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("alias"), recorderEmail: addressSchema, salesRepId: z.uuid("rep_missing") }),
  z.object({
    action: z.literal("new_rep"),
    recorderEmail: addressSchema,
    name: inputText().min(1, "name_missing").max(300, "too_long"),
    team: inputText().max(300, "too_long").nullish(),
  }),
]);
