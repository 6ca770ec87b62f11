import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { createWorld } from "@koppeling/sandbox/create-world";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { closeDeps, createDeps } from "../../create-deps";
import { type JobEvent } from "../../job";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, serveWebhooks, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { answerWebhook } from "./answer-webhook";
import { pruneWebhookBodies } from "./prune-webhooks.job";
import { MAX_WEBHOOK_BYTES } from "./receive-webhook";

const HOUR = 3_600_000;
const VECTOR = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

type Clocked = { stack: TestStack; clock: { now: Date }; sent: JobEvent[] };

/** Jobs are only noted, so that nothing is processed behind a test's back. */
async function stackWithSecret(
  input: { now?: Date; environment?: Record<string, string> } = {},
): Promise<Clocked> {
  const clock = { now: input.now ?? new Date() };
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }) },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET, ...input.environment },
    clock: { now: () => clock.now, sleep: async () => undefined },
  });
  const sent: JobEvent[] = [];
  stack.deps.jobs.send = async (event) => {
    sent.push(event);
  };
  return { stack, clock, sent };
}

const post = (stack: TestStack, headers: Record<string, string>, body = "{}") =>
  answerWebhook(
    stack.deps,
    new Request("http://crm.test/api/webhooks/fathom", { method: "POST", headers, body }),
    "192.0.2.1",
  );

const headersOf = (vector: Partial<typeof VECTOR>) => ({
  "webhook-id": vector.id ?? VECTOR.id,
  "webhook-timestamp": vector.timestamp ?? VECTOR.timestamp,
  "webhook-signature": vector.signature ?? VECTOR.signature,
});

const events = (stack: TestStack) =>
  stack.deps.db.prisma.webhookEvent.findMany({ orderBy: { receivedAt: "asc" } });

describe("a delivery", () => {
  it("is stored as it came when the published vector signs it, and refused with one byte changed", async () => {
    const { stack, sent } = await stackWithSecret({ now: new Date(Number(VECTOR.timestamp) * 1000) });
    await using _ = stack;
    expect((await post(stack, headersOf({}), VECTOR.body.replace(": ", ":"))).status).toBe(401);
    expect((await post(stack, headersOf({ id: "msg_other" }), VECTOR.body)).status).toBe(401);
    expect((await post(stack, headersOf({ timestamp: "1614265331" }), VECTOR.body)).status).toBe(401);
    expect((await post(stack, headersOf({ signature: VECTOR.signature.slice(3) }), VECTOR.body)).status).toBe(
      401,
    );
    expect((await post(stack, {}, VECTOR.body)).status).toBe(401);
    expect(await events(stack)).toEqual([]);

    const good = await post(stack, headersOf({}), VECTOR.body);
    expect(good.status).toBe(200);
    const stored = await events(stack);
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ webhookId: VECTOR.id, status: "received", attempts: 0 });
    expect(Buffer.from(stored[0]?.body ?? []).toString()).toBe(VECTOR.body);
    expect(stored[0]?.sentAt).toEqual(new Date(Number(VECTOR.timestamp) * 1000));
    expect(sent).toEqual([
      { name: "webhook/received", id: `webhook-received-${VECTOR.id}`, data: { webhookId: VECTOR.id } },
    ]);
  });

  it("is refused when GitHub's published vector signs it, which is another scheme, and when it is stale", async () => {
    const { stack, clock } = await stackWithSecret({ now: new Date(Number(VECTOR.timestamp) * 1000) });
    await using _ = stack;
    const hex = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const signature = `v1,${Buffer.from(hex, "hex").toString("base64")} sha256=${hex}`;
    expect((await post(stack, headersOf({ signature }), "Hello, World!")).status).toBe(401);
    clock.now = new Date(clock.now.getTime() + 301_000);
    expect((await post(stack, headersOf({}), VECTOR.body)).status).toBe(401);
    expect(await events(stack)).toEqual([]);
  });

  it("is stored whatever is in it: bytes that are no text, an id of 4,000 characters, nothing at all", async () => {
    const { stack, clock } = await stackWithSecret();
    await using _ = stack;
    const timestamp = Math.floor(clock.now.getTime() / 1000);
    for (const [id, rawBody] of [
      ["msg_bytes", new Uint8Array([0x7b, 0x00, 0xff, 0x7d])],
      ["x".repeat(4_000), Buffer.from("{}")],
      ["msg_empty", new Uint8Array()],
    ] as const) {
      const signature = signWebhook({ secret: WEBHOOK_SECRET, id, timestamp, rawBody });
      const headers = headersOf({ id, timestamp: String(timestamp), signature });
      const request = new Request("http://crm.test/", { method: "POST", headers, body: rawBody });
      expect((await answerWebhook(stack.deps, request, null)).status).toBe(200);
    }
    expect(await events(stack)).toHaveLength(3);
  });

  it("makes one row and one job when it comes fifty times at once", async () => {
    const { stack, sent } = await stackWithSecret();
    await using _ = stack;
    const copies = Array.from({ length: 50 }, () =>
      deliverWebhook(stack.deps, { id: "msg_copy", body: '{"recording_id":1}' }),
    );
    expect(new Set(await Promise.all(copies))).toEqual(new Set([200]));
    expect(await events(stack)).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  it("is still the same one after 73 hours and after its body was pruned, and keeps its earliest time", async () => {
    const { stack, clock, sent } = await stackWithSecret();
    await using _ = stack;
    const first = clock.now;
    const body = '{"recording_id":1}';
    expect(await deliverWebhook(stack.deps, { id: "msg_late", body })).toBe(200);
    await stack.deps.db.prisma.webhookEvent.update({
      where: { webhookId: "msg_late" },
      data: { status: "processed", processedAt: first },
    });

    clock.now = new Date(first.getTime() + 73 * HOUR);
    expect(await pruneWebhookBodies(stack.deps)).toBe(0);
    expect(await deliverWebhook(stack.deps, { id: "msg_late", body })).toBe(200);
    clock.now = new Date(first.getTime() + 31 * 24 * HOUR);
    expect(await pruneWebhookBodies(stack.deps)).toBe(1);
    expect(await deliverWebhook(stack.deps, { id: "msg_late", body })).toBe(200);
    expect(sent).toHaveLength(1);
    const [row, ...others] = await events(stack);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ status: "processed", body: null });
    expect(row?.sentAt.getTime()).toBe(Math.floor(first.getTime() / 1000) * 1000);
  });

  it("is acknowledged while the job engine is away", async () => {
    const { stack } = await stackWithSecret();
    await using _ = stack;
    stack.deps.jobs.send = () => Promise.reject(new Error("no engine"));
    expect(await deliverWebhook(stack.deps, { body: "{}" })).toBe(200);
    expect(await events(stack)).toHaveLength(1);
  });
});

describe("what cannot be taken now", () => {
  it("is answered 503, with what to do, when there is no secret, and is never waved through", async () => {
    const { stack } = await stackWithSecret({ environment: { FATHOM_WEBHOOK_SECRET: "" } });
    await using _ = stack;
    const answer = await post(stack, {}, "{}");
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("webhook secret");
    expect(await deliverWebhook(stack.deps, { body: "{}" })).toBe(503);
    expect(await events(stack)).toEqual([]);
  });

  it("is answered 503 when the database is away, so that the sender comes back", async () => {
    const { stack } = await stackWithSecret();
    await using _ = stack;
    const url = new URL(stack.databaseUrl);
    url.port = "1";
    const away = createDeps({ ...stack.deps.config, databaseUrl: url.href }, { log: stack.deps.log });
    expect(await deliverWebhook(away, { body: "{}" })).toBe(503);
    await closeDeps(away);
  });

  it("is refused over 25 MiB while it streams in, without a declared length, and taken just below", async () => {
    const { stack } = await stackWithSecret();
    await using _ = stack;
    await using server = await serveWebhooks(stack.deps);
    const timestamp = Math.floor(Date.now() / 1000);
    const send = (bytes: number) =>
      new Promise<number>((resolve) => {
        const id = `msg_${bytes}`;
        const rawBody = Buffer.alloc(bytes, 0x20);
        const signature = signWebhook({ secret: WEBHOOK_SECRET, id, timestamp, rawBody });
        const outgoing = httpRequest(server.url, {
          agent: false,
          method: "POST",
          headers: {
            "transfer-encoding": "chunked",
            ...headersOf({ id, timestamp: String(timestamp), signature }),
          },
        });
        outgoing.on("response", (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        outgoing.on("error", () => resolve(0));
        for (let offset = 0; offset < bytes; offset += 1024 * 1024)
          outgoing.write(rawBody.subarray(offset, offset + 1024 * 1024));
        outgoing.end();
      });
    // The connection may end before the answer is read: both are a refusal.
    expect([0, 413]).toContain(await send(26 * 1024 * 1024));
    expect(await events(stack)).toEqual([]);
    expect(await send(MAX_WEBHOOK_BYTES)).toBe(200);
  });
});

describe("a body without end", () => {
  it("is answered 413 after 25 MiB, and read no further", async () => {
    const { stack, clock } = await stackWithSecret();
    await using _ = stack;
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pieces += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const timestamp = String(Math.floor(clock.now.getTime() / 1000));
    const init = { method: "POST", headers: headersOf({ timestamp }), body, duplex: "half" as const };
    const answer = await answerWebhook(stack.deps, new Request("http://crm.test/", init), null);
    expect(answer.status).toBe(413);
    expect(pieces).toBeLessThan(30);
    expect(await events(stack)).toEqual([]);
  });
});

describe("what is not signed", () => {
  it("stores nothing in two thousand requests, hardly logs, and is slowed down, while Fathom still gets in", async () => {
    const { stack } = await stackWithSecret();
    await using _ = stack;
    const lines: string[] = [];
    stack.deps.log = pino({ level: "warn" }, { write: (line: string) => lines.push(line) });
    const before = await countRows(stack);
    const statuses = new Map<number, number>();
    const bad = { ...headersOf({ timestamp: String(Math.floor(Date.now() / 1000)) }) };
    for (let batch = 0; batch < 40; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_unused, index) => post(stack, index % 2 === 0 ? {} : bad)),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(statuses.get(429)).toBeGreaterThan(1_000);
    expect(await countRows(stack)).toEqual(before);
    expect(lines.length).toBeLessThan(10);
    expect(await deliverWebhook(stack.deps, { body: "{}" })).toBe(200);
  });
});

describe("a secret that is replaced", () => {
  it("stays good for a day beside the new one, and no longer; cleared, it is good no more", async () => {
    const { stack, clock } = await stackWithSecret();
    await using _ = stack;
    const caller = await stack.caller();
    const next = `whsec_${randomBytes(32).toString("base64")}`;
    await caller.fathomSettings.update({ webhookSecret: next });
    expect(await deliverWebhook(stack.deps, { body: "{}" })).toBe(200);
    expect(await deliverWebhook(stack.deps, { body: "{}", secret: next })).toBe(200);

    clock.now = new Date(clock.now.getTime() + 25 * HOUR);
    expect(await deliverWebhook(stack.deps, { body: "{}" })).toBe(401);
    expect(await deliverWebhook(stack.deps, { body: "{}", secret: next })).toBe(200);

    const third = `whsec_${randomBytes(32).toString("base64")}`;
    await caller.fathomSettings.update({ webhookSecret: third });
    await caller.fathomSettings.update({ webhookSecret: null });
    expect(await deliverWebhook(stack.deps, { body: "{}", secret: third })).toBe(401);
    expect(await deliverWebhook(stack.deps, { body: "{}", secret: next })).toBe(401);
  });

  it("is never in the database in plain sight", async () => {
    const { stack } = await stackWithSecret();
    await using _ = stack;
    const caller = await stack.caller();
    const first = `whsec_${randomBytes(32).toString("base64")}`;
    await caller.fathomSettings.update({ webhookSecret: first });
    await caller.fathomSettings.update({ webhookSecret: `whsec_${randomBytes(32).toString("base64")}` });
    const rows = await stack.deps.db.prisma.systemSetting.findMany();
    expect(rows.map((row) => row.settingKey)).toContain("fathom_webhook_secret_previous");
    expect(JSON.stringify(rows)).not.toContain("whsec_");
    expect(JSON.stringify(rows)).not.toContain(first.slice(6));
  });
});

async function countRows(stack: TestStack): Promise<unknown> {
  const tables = ["webhook_events", "rate_limits", "audit_logs", "recordings", "calls"];
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(", ");
  const { rows } = await stack.deps.db.pool.query<Record<string, number>>(`SELECT ${counts}`);
  return rows[0];
}
