import { apiKeySchema, webhookSecretSchema } from "@koppeling/api/features/settings/settings-schemas";
import { z } from "zod";
import type { RouterOutputs } from "@/trpc/client";

export type FathomSettings = RouterOutputs["fathomSettings"]["get"];

/** An empty field leaves what is stored as it is; anything else has to pass the API's own schema. */
const emptyOr = (schema: z.ZodType<string>) =>
  z.string().superRefine((text, context) => {
    if (text.trim() === "") return;
    const parsed = schema.safeParse(text);
    if (parsed.success) return;
    // One message at a time: the first says what to mend first.
    context.addIssue({ code: "custom", message: parsed.error.issues[0]?.message ?? "invalid" });
  });

export const connectionFormSchema = z.object({
  apiKey: emptyOr(apiKeySchema),
  webhookSecret: emptyOr(webhookSecretSchema),
  teamFilter: z.array(z.string()),
});

export type ConnectionFormValues = z.output<typeof connectionFormSchema>;
