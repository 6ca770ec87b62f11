import { type Answer, jsonAnswer } from "./answer";
import { answerMeetings } from "./answer-meetings";
import { answerCreateWebhook } from "./answer-webhooks";
import type { FaultKind } from "./fault-plan";
import { createPageFinder, PAGE_SIZE } from "./find-page";
import { isContentReady, isoSeconds, renderSummary, renderTranscript } from "./render-meeting";
import type { WebhookSender } from "./webhook-sender";
import type { SandboxWorld } from "./world";

export type SandboxRequest = {
  method: string;
  /** Below the base path. */
  path: string;
  query: URLSearchParams;
  body: string;
  now: Date;
  fault: FaultKind | null;
};

/** Light or heavy, as Fathom counts it. */
export function classifyRequest(path: string, query: URLSearchParams): "light" | "heavy" {
  if (path.startsWith("/recordings/")) return "heavy";
  const hasContent = query.get("include_transcript") === "true" || query.get("include_summary") === "true";
  return path === "/meetings" && hasContent ? "heavy" : "light";
}

/** Fathom's endpoints, for a request that passed the key and the rate limit. */
export function createApi(world: SandboxWorld, sender: WebhookSender): (request: SandboxRequest) => Answer {
  const findPage = createPageFinder(world);
  const teams = ({ query }: SandboxRequest) =>
    answerList(
      query,
      world.teams.map(({ name, createdAt }) => ({ name, created_at: isoSeconds(createdAt) })),
    );
  const members = ({ query }: SandboxRequest) => {
    const team = query.get("team");
    const found = world.members.filter((member) => team === null || member.team === team);
    return answerList(
      query,
      found.map(({ name, email, createdAt }) => ({ name, email, created_at: isoSeconds(createdAt) })),
    );
  };
  const routes: [path: RegExp, method: string, answer: (request: SandboxRequest, id: string) => Answer][] = [
    [/^\/meetings$/, "GET", (request) => answerMeetings({ ...request, findPage })],
    [/^\/recordings\/(\d+)\/summary$/, "GET", (request, id) => answerPart(world, request, id, "summary")],
    [
      /^\/recordings\/(\d+)\/transcript$/,
      "GET",
      (request, id) => answerPart(world, request, id, "transcript"),
    ],
    [/^\/teams$/, "GET", teams],
    [/^\/team_members$/, "GET", members],
    [/^\/meeting_types$/, "GET", ({ query }) => answerList(query, [])],
    [/^\/webhooks$/, "POST", ({ body }) => answerCreateWebhook(body, sender)],
    [/^\/webhooks\/([^/]+)$/, "DELETE", (_request, id) => answerDeleteWebhook(sender, id)],
  ];
  return (request) => {
    const here = routes.flatMap(([path, method, answer]) => {
      const match = path.exec(request.path);
      return match ? [{ method, answer, id: match[1] ?? "" }] : [];
    });
    if (here.length === 0) return jsonAnswer(404, { error: "not found" });
    const route = here.find(({ method }) => method === request.method);
    if (route) return route.answer(request, route.id);
    return jsonAnswer(
      405,
      { error: "method not allowed" },
      { allow: here.map(({ method }) => method).join(", ") },
    );
  };
}

function answerPart(
  world: SandboxWorld,
  request: SandboxRequest,
  id: string,
  part: "summary" | "transcript",
): Answer {
  const recording = world.find(BigInt(id), request.now);
  if (!recording) return jsonAnswer(404, { error: "recording not found" });
  const content = isContentReady(recording, request.now) ? recording.content() : null;
  if (part === "summary") return jsonAnswer(200, { summary: content ? renderSummary(content) : null });
  return jsonAnswer(200, { transcript: content ? renderTranscript(content) : [] });
}

function answerDeleteWebhook(sender: WebhookSender, id: string): Answer {
  if (!sender.remove(decodeURIComponent(id))) return jsonAnswer(404, { error: "webhook not found" });
  return { status: 204, headers: {}, body: "", served: [] };
}

function answerList(query: URLSearchParams, items: unknown[]): Answer {
  const cursor = query.get("cursor") ?? "";
  const place = cursor === "" ? "0" : Buffer.from(cursor, "base64url").toString("latin1");
  if (!/^\d{1,6}$/.test(place)) return jsonAnswer(400, { error: "cursor is not valid" });
  const start = Number(place);
  const end = start + PAGE_SIZE;
  const next_cursor = end < items.length ? Buffer.from(String(end)).toString("base64url") : null;
  return jsonAnswer(200, { limit: PAGE_SIZE, next_cursor, items: items.slice(start, end) });
}
