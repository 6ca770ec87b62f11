import { z } from "zod";
import { type Answer, jsonAnswer } from "./answer";
import { isoSeconds } from "./render-meeting";
import type { SandboxWebhook, WebhookSender } from "./webhook-sender";

const flag = z.boolean().default(false);
const bodySchema = z.strictObject({
  destination_url: z.url({ protocol: /^https?$/ }),
  triggered_for: z
    .array(
      z.enum([
        "my_recordings",
        "shared_external_recordings",
        "my_shared_with_team_recordings",
        "shared_team_recordings",
      ]),
    )
    .min(1),
  include_transcript: flag,
  include_summary: flag,
  include_action_items: flag,
  include_crm_matches: flag,
});

/** Answers POST /webhooks: 201 with the secret, which is shown this once; 400 when nothing would be included. */
export function answerCreateWebhook(body: string, sender: WebhookSender): Answer {
  const parsed = bodySchema.safeParse(readJson(body));
  if (!parsed.success) {
    return jsonAnswer(400, { error: `invalid webhook: ${parsed.error.issues[0]?.path.join(".") ?? ""}` });
  }
  const input = parsed.data;
  const includes = {
    transcript: input.include_transcript,
    summary: input.include_summary,
    actionItems: input.include_action_items,
    crmMatches: input.include_crm_matches,
  };
  if (!Object.values(includes).includes(true)) {
    return jsonAnswer(400, { error: "at least one include must be true" });
  }
  const webhook = sender.register({
    url: input.destination_url,
    triggeredFor: input.triggered_for,
    includes,
  });
  return jsonAnswer(201, renderWebhook(webhook));
}

function renderWebhook(webhook: SandboxWebhook): unknown {
  return {
    id: webhook.id,
    url: webhook.url,
    secret: webhook.secret,
    created_at: isoSeconds(webhook.createdAt),
    include_transcript: webhook.includes.transcript,
    include_summary: webhook.includes.summary,
    include_action_items: webhook.includes.actionItems,
    include_crm_matches: webhook.includes.crmMatches,
    triggered_for: webhook.triggeredFor,
  };
}

/** Undefined for what is not JSON, which no schema accepts. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
