import { createServer, type IncomingHttpHeaders } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJson } from "@koppeling/fathom/parse-json";
import { parseMeeting } from "@koppeling/fathom/parse-meeting";
import { clientOf } from "@koppeling/testing/client-of";
import { verifyWebhook } from "@koppeling/fathom/verify-webhook";
import { createBulkWorld } from "./create-bulk-world";
import { createRateLimiter } from "./rate-limiter";
import { SANDBOX_API_KEY, type Sandbox, startSandbox } from "./start-sandbox";

const reps = [{ name: "Anna", email: "anna@z.example" }];
const bulk = (count: number) => createBulkWorld({ count, reps, transcriptLines: 2 });
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ world: bulk(12), limits: null, webhookRetryDelaysMs: [20, 20] });
});
afterEach(() => sandbox.stop());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, sandbox.url), { headers: { "x-api-key": SANDBOX_API_KEY }, ...init });

describe("the edges of the API", () => {
  it("wants a key, in either header", async () => {
    const url = `${sandbox.url}/teams`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { "x-api-key": "wrong" } })).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${SANDBOX_API_KEY}` } })).status).toBe(200);
  });

  it.each([
    ["GET", "/external/v1/nothing", 404],
    ["GET", "/meetings", 404],
    ["POST", "/external/v1/meetings", 405],
    ["GET", "/external/v1/webhooks", 405],
    ["GET", "/external/v1/meetings?cursor=garbage", 400],
    ["GET", "/external/v1/meetings?created_after=yesterday", 400],
    ["GET", "/external/v1/team_members?cursor=!!", 400],
    ["POST", "/external/v1/webhooks", 400],
  ])("%s %s is %i", async (method, path, status) => {
    expect((await ask(path, { method })).status).toBe(status);
  });

  it("ignores limit, and has exclusive bounds on created_at", async () => {
    const list = sandbox.world.list(new Date());
    const [newest, second] = list;
    const body = (await (await ask("/external/v1/meetings?limit=50")).json()) as {
      limit: number;
      items: unknown[];
    };
    expect([body.limit, body.items.length]).toEqual([10, 10]);
    const page = await clientOf(sandbox).fetchMeetingPage({ createdAfter: second?.createdAt ?? new Date() });
    expect(page.items.map((item) => (item.ok ? item.recording.recordingId : null))).toEqual([
      newest?.recordingId,
    ]);
  });

  it("keeps a walk whole while calls are added, edited and removed", async () => {
    const seen: bigint[] = [];
    const before = sandbox.world.list(new Date()).map(({ recordingId }) => recordingId);
    for await (const { items } of clientOf(sandbox).listMeetings({})) {
      for (const item of items) if (item.ok) seen.push(item.recording.recordingId);
      sandbox.addCall();
      if (before[9] !== undefined) sandbox.removeCall(before[9]);
    }
    expect(seen).toEqual(before);
  });
});

describe("the ledger", () => {
  it("holds what arrived, with its version, and not what was cut", async () => {
    const [first] = sandbox.world.list(new Date());
    const id = first?.recordingId ?? 0n;
    sandbox.faults.next("cut_json");
    await expect(clientOf(sandbox).fetchMeetingPage({})).rejects.toMatchObject({ code: "bad_response" });
    expect(sandbox.delivered.size).toBe(0);
    await clientOf(sandbox).fetchMeetingPage({});
    expect(sandbox.delivered.get(String(id))).toMatchObject({ version: 1, contentReady: true, times: 1 });
    sandbox.editCall(id, { title: "Anders" });
    const page = await clientOf(sandbox).fetchMeetingPage({});
    expect(page.items[0]).toMatchObject({ recording: { title: "Anders" } });
    expect(sandbox.delivered.get(String(id))).toMatchObject({ version: 2, times: 2 });
  });
});

describe("the rate limiter", () => {
  it("slides, and counts heavy requests in both classes", () => {
    let time = 0;
    const take = createRateLimiter({ light: 3, heavy: 2, windowMs: 1000 }, () => time);
    expect(take("heavy")).toMatchObject({ allowed: true, limit: 2, remaining: 1 });
    time = 600;
    expect(take("heavy")).toMatchObject({ allowed: true, remaining: 0 });
    expect(take("heavy")).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 1 });
    expect(take("light")).toMatchObject({ allowed: true, limit: 3, remaining: 0 });
    expect(take("light")).toMatchObject({ allowed: false });
    time = 1000;
    expect(take("heavy")).toMatchObject({ allowed: true });
    expect(take("heavy")).toMatchObject({ allowed: false });
  });
});

describe("webhooks", () => {
  type Received = { headers: IncomingHttpHeaders; body: Buffer };

  async function listen(
    statuses: number[],
  ): Promise<{ url: string; received: Received[]; close: () => void }> {
    const received: Received[] = [];
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        received.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
        response.writeHead(statuses[received.length - 1] ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return { url: `http://127.0.0.1:${port}/hook`, received, close: () => server.close() };
  }
  const register = (destinationUrl: string) =>
    clientOf(sandbox).createWebhook({
      destinationUrl,
      triggeredFor: ["shared_team_recordings"],
      includeTranscript: true,
      includeSummary: true,
    });
  const header = (entry: Received | undefined, name: string) => [entry?.headers[name]].flat()[0] ?? null;

  it("are sent signed when a call is there, and again with the same id until a 2xx", async () => {
    const target = await listen([500, 302, 204]);
    const { secret } = await register(target.url);
    const call = sandbox.addCall({ title: "Via de webhook" });
    await expect.poll(() => target.received.length).toBe(3);
    expect(new Set(target.received.map((entry) => header(entry, "webhook-id"))).size).toBe(1);
    for (const entry of target.received) {
      const headers = {
        id: header(entry, "webhook-id"),
        timestamp: header(entry, "webhook-timestamp"),
        signature: header(entry, "webhook-signature"),
      };
      expect(verifyWebhook({ secrets: [secret], headers, rawBody: entry.body, now: new Date() })).toEqual({
        ok: true,
      });
    }
    const item = parseMeeting(parseJson(target.received[0]?.body.toString("utf8") ?? ""));
    expect(item).toMatchObject({
      ok: true,
      recording: { recordingId: call.recordingId, title: "Via de webhook", actionItems: null },
    });
    target.close();
  });

  it("can be forced, repeated and signed wrongly", async () => {
    const target = await listen([200, 401]);
    await register(target.url);
    const id = sandbox.world.list(new Date())[0]?.recordingId ?? 0n;
    expect(await sandbox.sendWebhook(id, { messageId: "msg_1", timestamp: 1 })).toBe(200);
    expect(await sandbox.sendWebhook(id, { messageId: "msg_1", secret: `whsec_${"A".repeat(32)}` })).toBe(
      401,
    );
    expect(target.received.map((entry) => header(entry, "webhook-id"))).toEqual(["msg_1", "msg_1"]);
    expect(header(target.received[0], "webhook-timestamp")).toBe("1");
    expect(await sandbox.sendWebhook(id, { url: "http://127.0.0.1:9/" })).toBe(0);
    await expect(sandbox.sendWebhook(404n)).rejects.toThrow(RangeError);
    target.close();
  });
});

describe("the control routes", () => {
  const post = (path: string, body: unknown) => ask(path, { method: "POST", body: JSON.stringify(body) });

  it("add a call", async () => {
    const response = await post("/_sandbox/calls", { title: "Nu", recordedBy: { email: "ANNA@z.example" } });
    expect(response.status).toBe(201);
    const page = await clientOf(sandbox).fetchMeetingPage({});
    expect(page.items[0]).toMatchObject({
      recording: { title: "Nu", recorder: { name: "Anna", email: "ANNA@z.example", team: "Sales" } },
    });
    expect((await ask("/_sandbox/calls", { method: "POST" })).status).toBe(201);
    expect((await post("/_sandbox/calls", { titel: "typo" })).status).toBe(400);
  });

  it("set and clear faults", async () => {
    await post("/_sandbox/faults", { next: [{ kind: "status_500", times: 2 }], always: ["status_403"] });
    const codes: unknown[] = [];
    for (let count = 0; count < 3; count += 1) {
      codes.push(
        await clientOf(sandbox)
          .listTeams()
          .catch((error: { code: string }) => error.code),
      );
    }
    expect(codes).toEqual(["unavailable", "unavailable", "forbidden"]);
    await post("/_sandbox/faults", { clear: true });
    expect(await clientOf(sandbox).listTeams()).toHaveLength(1);
    expect((await post("/_sandbox/faults", { next: [{ kind: "flood" }] })).status).toBe(400);
  });

  it("tell the state, without keys or secrets", async () => {
    const { secret } = await clientOf(sandbox).createWebhook({
      destinationUrl: "http://127.0.0.1:9/",
      triggeredFor: ["my_recordings"],
      includeSummary: true,
    });
    const text = await (await ask("/_sandbox/state")).text();
    expect(JSON.parse(text)).toMatchObject({ recordings: 12, requests: 1 });
    expect(text).not.toContain(secret);
    expect(text).not.toContain(SANDBOX_API_KEY);
    expect((await ask("/_sandbox/other")).status).toBe(404);
  });
});
