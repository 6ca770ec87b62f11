import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { findFreePort } from "./stack/find-free-port";
import { startWebServer } from "./stack/web-server";

const MB = 1024 * 1024;
const SIGNATURE = { "X-Inngest-Signature": `t=${Math.floor(Date.now() / 1000)}&s=${"ab".repeat(32)}` };
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "Content-Type": "application/json" };
const MARK = "canary-of-a-stranger-";

type House = { port: number; output: () => string; pid: number; stop: () => Promise<void> };
let house: House;

// These tests start their own dashboard because they read its output and need Inngest as its engine. It has no
// database: requests that are refused here never reach one.
test.beforeAll(async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let output = "";
  const { stop, pid } = await startWebServer({
    port,
    url,
    onOutput: (text) => (output += text),
    variables: {
      DATABASE_URL: "postgresql://127.0.0.1:1/none",
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: "e2e-session-secret-0123456789abcdefghij",
      SETTINGS_ENCRYPTION_KEYS: `test1=${Buffer.alloc(32, 7).toString("base64")}`,
      AUDIT_HMAC_KEY: "test-audit-key-0123456789abcdefghijklmnop",
      INNGEST_SIGNING_KEY: `signkey-test-${"ab12".repeat(16)}`,
      INNGEST_EVENT_KEY: "test",
      INNGEST_BASE_URL: "http://127.0.0.1:1",
      LOG_LEVEL: "info",
    },
  });
  house = { port, pid, stop, output: () => output };
  // The server looks at its database once when it starts, and this one has none: that line is no answer to a request.
  await expect.poll(house.output, { timeout: 20_000 }).toContain("does not answer");
});
test.afterAll(() => house.stop());

type Target = {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  chunked?: boolean;
};

function send({ method = "POST", path, headers = {}, body = "", chunked = false }: Target) {
  return new Promise<{ status: number; text: string }>((resolve) => {
    const length = chunked ? { "Transfer-Encoding": "chunked" } : { "Content-Length": String(body.length) };
    const outgoing = httpRequest(
      { host: "127.0.0.1", port: house.port, method, path, agent: false, headers: { ...length, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        response.on("close", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    outgoing.on("error", () => resolve({ status: 0, text: "" }));
    outgoing.end(body);
  });
}

/** Reads what the dashboard wrote since `from`, and expects log lines of a bounded size only. */
function readLog(from: number) {
  const lines = house.output().slice(from).split("\n").filter(Boolean);
  for (const line of lines) {
    expect(line.length).toBeLessThan(50_000);
    expect(JSON.parse(line), line.slice(0, 300)).toHaveProperty("level");
  }
  return lines;
}

const memoryOf = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

const stranger: [string, Target, number][] = [
  ["_log", { path: "/api/auth/_log", headers: FORM, body: `level=error&code=${MARK}` }, 404],
  ["_log of 10 MB", { path: "/api/auth/_log", headers: FORM, body: Buffer.alloc(10 * MB, MARK) }, 413],
  ["an unknown action", { method: "GET", path: `/api/auth/${MARK}` }, 404],
  ["an unknown provider", { path: `/api/auth/signin/${MARK}`, headers: FORM, body: "a=b" }, 404],
  ["a method that the action does not have", { path: "/api/auth/csrf", headers: FORM, body: "a=b" }, 405],
  [
    "a callbackUrl that is not an address",
    { method: "GET", path: `/api/auth/signin?callbackUrl=http://[${MARK}` },
    400,
  ],
  [
    "broken JSON for the sign-in",
    {
      path: "/api/auth/callback/credentials",
      headers: { "Content-Type": "application/json" },
      body: `{${MARK}`,
    },
    415,
  ],
  [
    "a multipart body that is not one",
    {
      path: "/api/auth/signout",
      headers: { "Content-Type": `multipart/form-data; boundary=${MARK}` },
      body: "x",
    },
    415,
  ],
  [
    "a compressed form",
    { path: "/api/auth/signout", headers: { ...FORM, "Content-Encoding": "br" }, body: "x" },
    415,
  ],
  ["a sign-in without a body", { path: "/api/auth/callback/credentials" }, 302],
  ["text for Inngest", { path: "/api/inngest", body: `{${MARK}` }, 415],
  ["broken JSON for Inngest", { path: "/api/inngest", headers: JSON_TYPE, body: `{${MARK}` }, 401],
  [
    "the same with a signature",
    { path: "/api/inngest", headers: { ...JSON_TYPE, ...SIGNATURE }, body: `{${MARK}` },
    400,
  ],
  [
    "a wrong signature",
    { path: "/api/inngest?fnId=x&stepId=step", headers: { ...JSON_TYPE, ...SIGNATURE }, body: "{}" },
    401,
  ],
  [
    "a PUT of a stranger",
    { method: "PUT", path: "/api/inngest?deployId=1", headers: { Host: "evil.example" } },
    401,
  ],
  ["a PUT with a wrong signature", { method: "PUT", path: "/api/inngest", headers: SIGNATURE }, 401],
  ["a GET of a stranger", { method: "GET", path: "/api/inngest" }, 401],
  ["HEAD for Inngest", { method: "HEAD", path: "/api/inngest" }, 405],
  ["TRACE", { method: "TRACE", path: "/api/health" }, 405],
  ["TRACE for a page", { method: "TRACE", path: "/" }, 405],
  ["OPTIONS", { method: "OPTIONS", path: "/api/trpc/users.me" }, 405],
  ["a body for a page", { path: "/sign-in", body: Buffer.alloc(10 * MB) }, 405],
  ["a body without a length", { path: "/", body: Buffer.alloc(10 * MB), chunked: true }, 405],
  ["a body for a file", { method: "GET", path: "/icon.svg", body: "x" }, 400],
  ["an action of Next", { path: "/sign-in", headers: { "Next-Action": "a".repeat(42) }, body: "[]" }, 405],
];

for (const [name, target, status] of stranger) {
  test(`${name}: ${status}, with no stack in the answer and nothing outside the log`, async () => {
    const from = house.output().length;
    const answer = await send(target);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/\n\s+at |node_modules|"stack"/);
    await sleep(50);
    const lines = readLog(from);
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines.join("")).not.toContain("\\n    at ");
  });
}

test("hundreds of megabytes delay nobody and take no memory", async () => {
  const before = memoryOf(house.pid);
  let most = before;
  const look = setInterval(() => (most = Math.max(most, memoryOf(house.pid))), 20);
  const body = Buffer.alloc(200 * MB, "a=b&");
  const waits: number[] = [];
  const floods = Promise.all(
    ["/api/auth/_log", "/api/auth/callback/credentials", "/api/inngest", "/sign-in"].flatMap((path) => {
      const headers = { ...(path === "/api/inngest" ? JSON_TYPE : FORM), ...SIGNATURE };
      return [send({ path, headers, body }), send({ path, headers, body, chunked: true })];
    }),
  );
  let over = false;
  void floods.then(() => (over = true));
  while (!over) {
    const started = performance.now();
    expect((await send({ method: "GET", path: "/api/health" })).status).toBe(200);
    waits.push(performance.now() - started);
    await sleep(20);
  }
  clearInterval(look);
  const statuses = (await floods).map(({ status }) => status);
  expect(statuses.filter((status) => ![413, 405].includes(status))).toEqual([]);
  expect(most - before).toBeLessThan(200 * MB);
});

test("fifty large unsigned webhooks take no more than their share of memory", async () => {
  const before = memoryOf(house.pid);
  let most = before;
  const look = setInterval(() => (most = Math.max(most, memoryOf(house.pid))), 20);
  const body = Buffer.alloc(24 * MB);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const forged = {
    "webhook-id": "x",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${"A".repeat(43)}=`,
  };
  const statuses = (
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        send({
          path: "/api/webhooks/fathom",
          headers: index % 5 === 0 ? {} : forged,
          body,
          chunked: index % 2 === 0,
        }),
      ),
    )
  ).map(({ status }) => status);
  clearInterval(look);
  expect(statuses.filter((status) => ![401, 429, 503].includes(status))).toEqual([]);
  expect(most - before).toBeLessThan(400 * MB);
});

test("a request that drips is answered and closed", async () => {
  test.slow();
  const ended = await new Promise<string>((resolve) => {
    const socket = connect(house.port, "127.0.0.1", () =>
      socket.write(
        "POST /api/auth/signout HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n",
      ),
    );
    let answer = "";
    const drip = setInterval(() => socket.write("x"), 200);
    socket.on("data", (piece: Buffer) => (answer += piece.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(drip);
      resolve(answer.split("\r\n")[0] ?? "");
    });
  });
  expect(ended).toContain("408");
});

test("a hundred failed sign-ins and job calls write a few lines", async () => {
  const from = house.output().length;
  for (let index = 0; index < 100; index++) {
    await send({ method: "GET", path: `/api/auth/callback/oidc?error=${MARK}${index}` });
    await send({ path: "/api/inngest", headers: { ...JSON_TYPE, ...SIGNATURE }, body: "{}" });
    await send({ path: "/api/auth/callback/credentials", headers: FORM, body: `email=${index}&password=b` });
  }
  await sleep(50);
  expect(readLog(from).length).toBeLessThan(15);
});

test("what the sign-in needs still answers", async () => {
  for (const [path, status] of [
    ["/api/auth/csrf", 200],
    ["/api/auth/providers", 200],
    ["/api/auth/session", 200],
    ["/api/auth/signin", 302],
    ["/api/auth/error?error=Configuration", 302],
    ["/api/auth/signout", 302],
  ] as const)
    expect((await send({ method: "GET", path })).status, path).toBe(status);
  expect((await send({ method: "HEAD", path: "/api/health" })).status).toBe(200);
});
