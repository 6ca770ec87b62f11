import { FATHOM_API_BASE_URL, meetingParams, normalizeBaseUrl, webhookBody } from "./build-request";
import type {
  AnswerFacts,
  FathomClient,
  FathomClientOptions,
  ListMeetingsQuery,
  MeetingPage,
  RequestClass,
} from "./client-types";
import { FathomBadResponseError, FathomNotFoundError, FathomUnauthorizedError } from "./errors";
import { paginate } from "./paginate";
import { parseJson } from "./parse-json";
import { parseMeeting } from "./parse-meeting";
import { parseTranscript } from "./parse-transcript";
import { pageSchema, summarySchema, teamMembersSchema, teamsSchema, webhookSchema } from "./schemas";
import { type FathomAnswer, type OutgoingRequest, type RequestTarget, sendRequest } from "./send-request";

export type * from "./client-types";
export type { MeetingItem } from "./parse-meeting";
export type { RateLimitInfo } from "./read-rate-limit";
export type {
  ActionItem,
  FathomRecording,
  FathomTeam,
  FathomTeamMember,
  FathomWebhook,
  Invitee,
  Recorder,
  RecordingSummary,
  TranscriptLine,
} from "./schemas";

/**
 * Makes a client for Fathom's external API. Nothing is sent until a method is called.
 *
 * @throws TypeError when `baseUrl` is not a plain http(s) URL
 */
export function createFathomClient(options: FathomClientOptions): FathomClient {
  const apiKey = options.apiKey.trim();
  const baseUrl = normalizeBaseUrl(options.baseUrl ?? FATHOM_API_BASE_URL);
  const timeouts = {
    connectMs: 10_000,
    headersMs: 30_000,
    bodyMs: 30_000,
    totalMs: 120_000,
    ...options.timeouts,
  };
  const maxResponseBytes = options.maxResponseBytes ?? 64 * 1024 * 1024;

  async function send(requestClass: RequestClass, outgoing: OutgoingRequest): Promise<FathomAnswer> {
    if (!/^[\x21-\x7e]{1,1024}$/.test(apiKey)) {
      throw new FathomUnauthorizedError("The API key is empty or holds characters that no key has");
    }
    await options.beforeRequest?.(requestClass);
    const answers: AnswerFacts[] = [];
    const onAnswer: RequestTarget["onAnswer"] = (facts) => answers.push({ ...facts, requestClass });
    const target = { apiKey, baseUrl, timeouts, maxResponseBytes, signal: options.signal, onAnswer };
    try {
      return await sendRequest(target, outgoing);
    } finally {
      for (const answer of answers) await options.onAnswer?.(answer);
    }
  }

  async function fetchPage(requestClass: RequestClass, path: string, query: URLSearchParams) {
    const answer = await send(requestClass, { method: "GET", path, query });
    const page = pageSchema.safeParse(readJson(answer));
    if (!page.success) throw wrongShape(answer, "a page of a list");
    const { items, next_cursor } = page.data;
    return { items, nextCursor: next_cursor || null, rateLimit: answer.rateLimit };
  }

  async function fetchMeetingPage(query: ListMeetingsQuery): Promise<MeetingPage> {
    const requestClass = query.includeTranscript || query.includeSummary ? "heavy" : "light";
    const page = await fetchPage(requestClass, "/meetings", meetingParams(query));
    return { ...page, items: page.items.map(parseMeeting), fetchedAt: new Date() };
  }

  async function fetchAll(path: string, query: Record<string, string>): Promise<unknown[]> {
    const items: unknown[] = [];
    const pages = paginate((cursor) =>
      fetchPage("light", path, new URLSearchParams(cursor === null ? query : { ...query, cursor })),
    );
    for await (const page of pages) items.push(...page.items);
    return items;
  }

  async function fetchPart(recordingId: bigint, part: "summary" | "transcript"): Promise<unknown> {
    try {
      const answer = await send("heavy", { method: "GET", path: `/recordings/${recordingId}/${part}` });
      const body = readJson(answer);
      if (typeof body !== "object" || body === null || !(part in body)) throw wrongShape(answer, `a ${part}`);
      return (body as Record<string, unknown>)[part];
    } catch (error) {
      if (error instanceof FathomNotFoundError) return null;
      throw error;
    }
  }

  return {
    fetchMeetingPage,
    listMeetings: (query) =>
      paginate((cursor) => fetchMeetingPage({ ...query, cursor }), query.cursor ?? null),
    fetchSummary: async (recordingId) => summarySchema.parse(await fetchPart(recordingId, "summary")),
    fetchTranscript: async (recordingId) => parseTranscript(await fetchPart(recordingId, "transcript")),
    listTeams: async () => teamsSchema.parse(await fetchAll("/teams", {})) ?? [],
    listTeamMembers: async (query) =>
      teamMembersSchema.parse(await fetchAll("/team_members", query?.team ? { team: query.team } : {})) ?? [],
    createWebhook: async (input) => {
      const answer = await send("light", { method: "POST", path: "/webhooks", body: webhookBody(input) });
      const webhook = webhookSchema.safeParse(readJson(answer));
      if (!webhook.success) throw wrongShape(answer, "a webhook with an id and a secret");
      return webhook.data;
    },
    deleteWebhook: async (id) => {
      try {
        await send("light", { method: "DELETE", path: `/webhooks/${encodeURIComponent(id)}` });
        return "deleted";
      } catch (error) {
        if (error instanceof FathomNotFoundError) return "already_gone";
        throw error;
      }
    },
  };
}

/**
 * The JSON of an answer. The text goes by what it is, not by its content type.
 *
 * @throws FathomBadResponseError for an empty body, HTML or cut JSON; it says which, and quotes nothing, since a cut
 * answer is full of other people's conversations
 */
function readJson(answer: FathomAnswer): unknown {
  try {
    return parseJson(answer.text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new FathomBadResponseError(`Fathom answered with ${describe(answer.text)}`, {
      status: answer.status,
    });
  }
}

/** For an answer that is JSON, but not of the kind that was asked for. */
function wrongShape(answer: FathomAnswer, expected: string): FathomBadResponseError {
  return new FathomBadResponseError(`Fathom's answer is not ${expected}`, { status: answer.status });
}

function describe(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (start === "") return "an empty body";
  return start.startsWith("<") ? "HTML instead of JSON" : "JSON that is cut off or broken";
}
