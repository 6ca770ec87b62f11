import { createServer } from "node:net";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FathomClient } from "./client";
import { boundDetail, FathomError, FathomRateLimitedError, FathomUnavailableError } from "./errors";
import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import type { FaultKind } from "@koppeling/sandbox/fault-plan";
import { SANDBOX_API_KEY, type Sandbox, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { type ClientOverrides, clientOf } from "@koppeling/testing/client-of";

const reps = [{ name: "Anna", email: "anna@z.example" }];
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    world: createBulkWorld({ count: 25, reps, transcriptLines: 5 }),
    limits: null,
  });
});
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(() => sandbox.stop());
const client = (options: ClientOverrides = {}) => clientOf(sandbox, options);

async function failureOf(call: Promise<unknown>): Promise<FathomError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof FathomError)) throw new Error(`no FathomError: ${inspect(outcome)}`);
  expect(inspect(outcome, { depth: 8, showHidden: true })).not.toContain(SANDBOX_API_KEY);
  return outcome;
}

const TINY = { timeouts: { headersMs: 300, bodyMs: 300, totalMs: 900 }, maxResponseBytes: 512 * 1024 };

describe("every fault of an answer becomes its own error", () => {
  const cases: [FaultKind, string, number | null, number | null][] = [
    ["status_400", "bad_request", 400, null],
    ["status_401", "unauthorized", 401, null],
    ["revoked_key", "unauthorized", 401, null],
    ["status_403", "forbidden", 403, null],
    ["status_404", "not_found", 404, null],
    ["status_410", "not_found", 410, null],
    ["status_408", "unavailable", 408, null],
    ["status_429_seconds", "rate_limited", 429, 7],
    ["status_429_bare", "rate_limited", 429, null],
    ["status_500", "unavailable", 500, null],
    ["status_502", "unavailable", 502, null],
    ["status_503", "unavailable", 503, 7],
    ["status_504", "unavailable", 504, null],
    ["html", "bad_response", 200, null],
    ["cut_json", "bad_response", 200, null],
    ["empty_body", "bad_response", 200, null],
    ["gzip", "bad_response", 200, null],
    ["redirect", "bad_response", 302, null],
    ["endless_body", "bad_response", 200, null],
    ["reset", "unavailable", null, null],
    ["hang", "unavailable", null, null],
    ["stalled_body", "unavailable", null, null],
    ["slow_body", "unavailable", null, null],
  ];
  it.each(cases)("%s → %s", async (kind, code, status, retryAfterSeconds) => {
    sandbox.faults.next(kind);
    const error = await failureOf(client(TINY).fetchMeetingPage({ includeTranscript: true }));
    expect(error).toMatchObject({ code, status, retryAfterSeconds });
    expect(error.message.length).toBeLessThan(400);
  });

  it("reads Retry-After as a date", async () => {
    sandbox.faults.next("status_429_date", 1, { seconds: 600 });
    const error = await failureOf(client().listTeams());
    expect(error).toBeInstanceOf(FathomRateLimitedError);
    expect(error.retryAfterSeconds).toBeGreaterThan(500);
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(600);
  });

  it("caps the size to the byte", async () => {
    const { length } = JSON.stringify(
      await (await fetch(`${sandbox.url}/teams`, { headers: { "x-api-key": SANDBOX_API_KEY } })).json(),
    );
    expect(await client({ maxResponseBytes: length }).listTeams()).toHaveLength(1);
    expect(await failureOf(client({ maxResponseBytes: length - 1 }).listTeams())).toMatchObject({
      code: "bad_response",
    });
  });

  it("keeps the cause of a failed connection", async () => {
    const error = await failureOf(client({ baseUrl: "http://127.0.0.1:9/v1" }).listTeams());
    expect(error).toBeInstanceOf(FathomUnavailableError);
    expect(error.cause).toBeInstanceOf(Error);
    expect(await failureOf(client({ baseUrl: "http://fathom.invalid/v1" }).listTeams())).toMatchObject({
      code: "unavailable",
    });
  });

  it("reads through a byte order mark", async () => {
    sandbox.faults.next("bom");
    expect((await client().fetchMeetingPage({})).items).toHaveLength(10);
  });

  it("stays out of service until the key is back", async () => {
    sandbox.faults.next("revoked_key");
    await failureOf(client().listTeams());
    await failureOf(client().listTeams());
    sandbox.faults.clear();
    expect(await client().listTeams()).toHaveLength(1);
  });
});

describe("faults of the list", () => {
  async function walk(from: FathomClient = client()) {
    const ids: bigint[] = [];
    const issues: string[] = [];
    for await (const { items } of from.listMeetings({})) {
      for (const item of items) {
        if (item.ok) ids.push(item.recording.recordingId);
        else issues.push(item.issue);
      }
    }
    return { total: ids.length, distinct: new Set(ids).size, issues };
  }

  it("odd items cost themselves only", async () => {
    sandbox.faults.next("odd_item");
    const { total, distinct, issues } = await walk();
    expect([total, distinct]).toEqual([25, 25]);
    expect(issues).toHaveLength(5);
  });

  it.each([
    ["duplicate_item", 26],
    ["duplicate_page", 35],
    ["empty_page_with_cursor", 25],
  ] as const)("%s loses nothing", async (kind, total) => {
    sandbox.faults.next(kind);
    expect(await walk()).toEqual({ total, distinct: 25, issues: [] });
  });

  it("serves every page twice when told to always", async () => {
    sandbox.faults.always("duplicate_page");
    expect(await walk()).toEqual({ total: 50, distinct: 25, issues: [] });
  });

  it.each(["looping_cursor", "empty_page_with_cursor"] as const)(
    "an endless list (%s) is an error",
    async (kind) => {
      sandbox.faults.always(kind);
      expect(await failureOf(walk())).toMatchObject({ code: "bad_response" });
    },
  );

  it("an expired cursor is a bad request, and the first page is not", async () => {
    sandbox.faults.next("expired_cursor");
    expect(await failureOf(walk())).toMatchObject({ code: "bad_request", status: 400 });
    expect(await walk()).toMatchObject({ total: 25 });
  });
});

describe("answers that are JSON of another kind", () => {
  it.each(["[]", "null", "7", '"text"', "{}", '{"items":{}}', '{"items":[],"next_cursor":7}'])(
    "%s is no page",
    async (body) => {
      const server = await answerWith(
        `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      const error = await failureOf(client({ baseUrl: server.url }).fetchMeetingPage({}));
      expect(error).toMatchObject({ code: "bad_response", status: 200 });
      server.close();
    },
  );

  it("what is not HTTP is a bad response", async () => {
    const server = await answerWith("SSH-2.0-OpenSSH_9.6\r\n");
    expect(await failureOf(client({ baseUrl: server.url }).listTeams())).toMatchObject({
      code: "bad_response",
    });
    server.close();
  });
});

describe("what an error tells", () => {
  it("never the key, even when the other side echoes it", async () => {
    const body = `bad key ${SANDBOX_API_KEY}\u0007 ${"x".repeat(5000)}`;
    const server = await answerWith(
      `HTTP/1.1 401 Unauthorized\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    const error = await failureOf(client({ baseUrl: server.url }).listTeams());
    expect(error.detail).toMatch(/^bad key \[key\] x+…$/);
    expect(error.detail.length).toBeLessThanOrEqual(200);
    server.close();
  });

  it("is not held up by an error body without end", async () => {
    const server = await answerWith(`HTTP/1.1 500 Oops\r\nconnection: close\r\n\r\n${"x".repeat(2_000_000)}`);
    expect(await failureOf(client({ baseUrl: server.url }).listTeams())).toMatchObject({ status: 500 });
    server.close();
  });

  it("leaves nothing behind when a callback throws", async () => {
    const fault = new Error("callback");
    const onAnswer = async () => {
      throw fault;
    };
    const limited = await startSandbox({ world: sandbox.world });
    limited.faults.always("endless_body");
    await expect(clientOf(limited, { onAnswer }).listTeams()).rejects.toBe(fault);
    await limited.stop();
  });

  it("bounds a detail to one printable line", () => {
    expect(boundDetail("a\n\tb\u0000\u202ec")).toBe("a b c");
    expect(boundDetail("y".repeat(1000))).toHaveLength(200);
  });
});

async function answerWith(raw: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(raw));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}
