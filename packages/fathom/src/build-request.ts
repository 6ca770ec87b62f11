import type { CreateWebhookInput, ListMeetingsQuery } from "./client-types";

/** Where Fathom is, unless another address is set. */
export const FATHOM_API_BASE_URL = "https://api.fathom.ai/external/v1";

/**
 * The base URL without a slash at its end.
 *
 * @throws TypeError when it is not http(s), or holds a user name, a query or a fragment
 */
export function normalizeBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.username === "" && url.password === "" && !/[?#]/.test(text);
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new TypeError("The base URL of Fathom's API must be a plain http(s) URL.");
  }
  return url.href.replace(/(?<!\/)\/+$/, "");
}

/** The query of GET /meetings. Lists go as a bracketed name, repeated: without the brackets Fathom ignores them. */
export function meetingParams(query: ListMeetingsQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.createdAfter) params.set("created_after", query.createdAfter.toISOString());
  if (query.createdBefore) params.set("created_before", query.createdBefore.toISOString());
  for (const email of query.recordedBy ?? []) params.append("recorded_by[]", email);
  for (const team of query.teams ?? []) params.append("teams[]", team);
  if (query.includeTranscript) params.set("include_transcript", "true");
  if (query.includeSummary) params.set("include_summary", "true");
  if (query.includeActionItems) params.set("include_action_items", "true");
  if (query.cursor) params.set("cursor", query.cursor);
  return params;
}

export function webhookBody(input: CreateWebhookInput): Record<string, unknown> {
  return {
    destination_url: input.destinationUrl,
    triggered_for: input.triggeredFor,
    include_transcript: input.includeTranscript ?? false,
    include_summary: input.includeSummary ?? false,
    include_action_items: input.includeActionItems ?? false,
  };
}
