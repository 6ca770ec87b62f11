import type { MeetingItem } from "./parse-meeting";
import type { RateLimitInfo } from "./read-rate-limit";
import type {
  FathomTeam,
  FathomTeamMember,
  FathomWebhook,
  RecordingSummary,
  TranscriptLine,
} from "./schemas";
import type { Timeouts } from "./send-request";

export type RequestClass = "light" | "heavy";
/** What an answer says of the rate limit, as it says it: nothing here is bounded yet by what a limit can mean. */
export type AnswerFacts = {
  requestClass: RequestClass;
  status: number;
  /** Null when the answer has no (readable) Retry-After. */
  retryAfterSeconds: number | null;
  rateLimit: RateLimitInfo;
};
export type FathomClientOptions = {
  /** Sent in the X-Api-Key header and nowhere else. */
  apiKey: string;
  baseUrl?: string;
  /** Milliseconds: 10 s to connect, 30 s to the headers, 30 s between pieces of the body, 120 s in all. */
  timeouts?: Partial<Timeouts>;
  maxResponseBytes?: number;
  /** Awaited after each answer, refusals too, to account for it in a rate budget; what it throws comes out of the call. */
  onAnswer?: (answer: AnswerFacts) => Promise<void>;
  /** Awaited before each request, to take a slot of a rate budget; what it throws comes out of the call. */
  beforeRequest?: (requestClass: RequestClass) => Promise<void>;
  /** Ends what is under way; calls then throw the signal's reason. */
  signal?: AbortSignal;
};
export type ListMeetingsQuery = {
  createdAfter?: Date;
  createdBefore?: Date;
  recordedBy?: string[];
  teams?: string[];
  includeTranscript?: boolean;
  includeSummary?: boolean;
  includeActionItems?: boolean;
  cursor?: string | null;
};
export type MeetingPage = {
  items: MeetingItem[];
  nextCursor: string | null;
  fetchedAt: Date;
  rateLimit: RateLimitInfo;
};
export type WebhookTrigger =
  | "my_recordings"
  | "shared_external_recordings"
  | "my_shared_with_team_recordings"
  | "shared_team_recordings";
/** At least one include must be true: Fathom refuses the webhook otherwise. */
export type CreateWebhookInput = {
  destinationUrl: string;
  triggeredFor: WebhookTrigger[];
  includeTranscript?: boolean;
  includeSummary?: boolean;
  includeActionItems?: boolean;
};

/** Every method throws a FathomError (errors.ts), and never retries: retrying belongs to the jobs. */
export type FathomClient = {
  /** One page of meetings; a heavy request when transcripts or summaries are asked for. */
  fetchMeetingPage(query: ListMeetingsQuery): Promise<MeetingPage>;
  /** All pages from `query.cursor` on. The same recording may come twice in one walk. */
  listMeetings(query: ListMeetingsQuery): AsyncIterableIterator<MeetingPage>;
  /** Null when there is no summary (yet), or no such recording. */
  fetchSummary(recordingId: bigint): Promise<RecordingSummary | null>;
  /** Null when there is no transcript (yet), or no such recording. */
  fetchTranscript(recordingId: bigint): Promise<TranscriptLine[] | null>;
  listTeams(): Promise<FathomTeam[]>;
  listTeamMembers(query?: { team?: string }): Promise<FathomTeamMember[]>;
  /** The id and the secret are shown this once: store both at once. */
  createWebhook(input: CreateWebhookInput): Promise<FathomWebhook>;
  deleteWebhook(id: string): Promise<"deleted" | "already_gone">;
};
