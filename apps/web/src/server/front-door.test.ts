import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createBodyBudget } from "@/server/body-budget";
import { createFrontDoor, guardServer, openFrontDoor } from "@/server/front-door";
import { findRouteLimits, type RouteLimits, routeLimits } from "@/server/route-limits";

const MIB = 1024 * 1024;
const WEBHOOK = "/api/webhooks/fathom";
const signed = { "webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,x" };

/** A server that reads all it is told of, behind the door; what it was told is in `seen`. */
async function openHouse(
  options: { budgetBytes?: number; limits?: Partial<RouteLimits>; answers?: boolean; answer?: Buffer } = {},
) {
  const seen: { method: string | undefined; url: string | undefined; body: Buffer; pieces: number }[] = [];
  const lines: Record<string, unknown>[] = [];
  const budget = createBodyBudget(options.budgetBytes ?? 64 * MIB);
  let most = 0;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      seen.push({
        method: request.method,
        url: request.url,
        body: Buffer.concat(pieces),
        pieces: pieces.length,
      });
      if (options.answers ?? true) response.end(options.answer ?? "inside");
    });
  });
  let connections = 0;
  server.on("connection", () => (connections += 1));
  guardServer(
    server,
    createFrontDoor({
      log: { warn: (line: object) => void lines.push(line as Record<string, unknown>) } as never,
      budget: {
        ...budget,
        enter: (...words) => {
          const place = budget.enter(...words);
          return {
            ...place,
            take: (bytes) => {
              const taken = place.take(bytes);
              most = Math.max(most, budget.heldBytes());
              return taken;
            },
          };
        },
      },
      limitsOf: (pathname) => ({ ...findRouteLimits(pathname), ...options.limits }),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    lines,
    port,
    server,
    budget,
    mostHeld: () => most,
    connections: () => connections,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Sent = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** @returns status 0 when the connection ended without an answer */
function send(
  port: number,
  target: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: Buffer | string;
    chunked?: boolean;
    agent?: Agent;
  },
): Promise<Sent> {
  return new Promise((resolve) => {
    const {
      method = "POST",
      path: url = WEBHOOK,
      headers = {},
      body = "",
      chunked = false,
      agent = false,
    } = target;
    const length = chunked ? { "transfer-encoding": "chunked" } : { "content-length": String(body.length) };
    const outgoing = httpRequest(
      { host: "127.0.0.1", port, method, path: url, agent, headers: { ...length, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => (text += piece));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on("error", () => resolve({ status: 0, headers: {}, text: "" }));
      },
    );
    outgoing.on("error", () => resolve({ status: 0, headers: {}, text: "" }));
    outgoing.end(body);
  });
}

/** When the server has heard of the end of every connection. */
async function settled({ server }: { server: Server }) {
  const count = () => new Promise<number>((resolve) => server.getConnections((_, open) => resolve(open)));
  while ((await count()) > 0) await sleep(5);
  await sleep(5);
}

/** Bytes on a socket, as they are. @returns the status line */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (piece: Buffer) => {
      answer += piece.toString("latin1");
      if (answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
  });
}

describe("the routes", () => {
  const app = path.resolve(import.meta.dirname, "../app");
  const routes = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|[/\\])route\.[jt]sx?$/.test(file),
  );

  it("all have limits of their own, which allow no method that they do not have", () => {
    expect(routes.length).toBeGreaterThan(5);
    const named = routes.map((file) => `/${path.dirname(file).split(path.sep).join("/")}`);
    expect(named.sort()).toEqual(Object.keys(routeLimits).sort());
    for (const file of routes) {
      const source = readFileSync(path.join(app, file), "utf8");
      const exported = [
        ...source.matchAll(/\b(?:function|const|as) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g),
      ].map(([, method]) => method);
      const limits = routeLimits[`/${path.dirname(file).split(path.sep).join("/")}`];
      expect(limits?.methods.filter((method) => method !== "HEAD").sort(), file).toEqual(exported.sort());
    }
  });

  it("are bounded in size and time, and all that is no route takes no body", () => {
    for (const { maxBytes, readWithinMs } of Object.values(routeLimits)) {
      expect(maxBytes).toBeLessThanOrEqual(25 * MIB);
      expect(readWithinMs).toBeLessThanOrEqual(30_000);
    }
    for (const address of [
      "/",
      "/sign-in",
      "/api/later",
      "/API/trpc/x",
      "/api/%74rpc/x",
      "//api/trpc/x",
      "/api/trpc/x/y",
      "/x/api/inngest",
    ])
      expect(findRouteLimits(address), address).toMatchObject({ methods: ["GET", "HEAD"], maxBytes: 0 });
    expect(findRouteLimits("/api/auth/callback/credentials").maxBytes).toBe(16 * 1024);
    expect(findRouteLimits("/api/webhooks/fathom/").maxBytes).toBe(25 * MIB);
  });
});

describe("the front door", () => {
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const large = Buffer.alloc(17 * 1024, 0x61);

  it.each<[string, number, Parameters<typeof send>[1]]>([
    ["a body for a page", 405, { path: "/sign-in", body: "x" }],
    ["a body with GET", 400, { method: "GET", path: "/sign-in", body: "x" }],
    ["a chunked body with GET", 400, { method: "GET", path: "/api/health", body: "x", chunked: true }],
    ["a body for a route that nobody made a rule for", 405, { path: "/api/later", body: "x" }],
    ["TRACE", 405, { method: "TRACE", path: "/api/health" }],
    ["OPTIONS", 405, { method: "OPTIONS", path: "/api/trpc/x" }],
    ["HEAD where only GET is", 405, { method: "HEAD", path: "/api/inngest" }],
    ["DELETE", 405, { method: "DELETE", path: "/api/auth/session" }],
    ["a form that is too large", 413, { path: "/api/auth/_log", body: large, headers: form }],
    ["one without a length", 413, { path: "/api/auth/_log", body: large, headers: form, chunked: true }],
    ["JSON for the sign-in", 415, { path: "/api/auth/callback/credentials", body: "{", headers: json }],
    ["a body of no type", 415, { path: "/api/trpc/x", body: "{}" }],
    [
      "a type that is hardly one",
      415,
      { path: "/api/trpc/x", body: "{}", headers: { "content-type": ";;,application/json" } },
    ],
    [
      "a packed body",
      415,
      { path: "/api/trpc/x", body: "{}", headers: { ...json, "content-encoding": "gzip" } },
    ],
    ["200 MB for Inngest", 413, { path: "/api/inngest", body: Buffer.alloc(200_000_000), headers: json }],
    [
      "the same without a length",
      413,
      { path: "/api/inngest", body: Buffer.alloc(200_000_000), headers: json, chunked: true },
    ],
  ])(
    "answers %s with %i, a line in the log, and nothing inside knows of it",
    async (_name, status, target) => {
      await using house = await openHouse();
      const answer = await send(house.port, target);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...(status === 405 ? { allow: expect.stringContaining("GET") as string } : {}),
      });
      expect(house.seen).toEqual([]);
      expect(house.lines).toHaveLength(1);
      expect(house.mostHeld()).toBeLessThan(5 * MIB);
      expect(house.budget.heldBytes()).toBe(0);
    },
  );

  it("hands on a body whole and once, with a length or without, to the last byte that is allowed", async () => {
    await using house = await openHouse();
    const body = Buffer.from(Array.from({ length: 25 * MIB }, (_, index) => index % 251));
    for (const chunked of [false, true]) {
      expect((await send(house.port, { body, headers: signed, chunked })).text).toBe("inside");
      expect(house.seen.pop()?.body.equals(body)).toBe(true);
    }
    expect((await send(house.port, { method: "GET", path: "/api/health?ready" })).status).toBe(200);
    expect(house.seen.pop()).toMatchObject({ url: "/api/health?ready" });
    expect((await send(house.port, { path: "/api/cron/sync-fathom" })).status).toBe(200);
    expect(
      (await send(house.port, { body: Buffer.concat([body, body]), headers: signed, chunked: true })).status,
    ).toBe(413);
    await sleep(20);
    expect(house.budget.heldBytes()).toBe(0);
    expect(house.lines).toHaveLength(1);
  });

  it("keeps nothing of a webhook without a signature, and still lets the route count it", async () => {
    await using house = await openHouse();
    const answer = await send(house.port, { body: Buffer.alloc(20 * MIB) });
    expect(answer.status).toBe(200);
    expect(house.seen).toMatchObject([{ method: "POST", body: Buffer.alloc(0) }]);
    expect(house.mostHeld()).toBe(0);
  });

  it("ends a request that drips, and one that is silent", async () => {
    await using house = await openHouse({ limits: { readWithinMs: 500 } });
    const head = `POST ${WEBHOOK} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nWebhook-Id: a\r\nWebhook-Timestamp: 1\r\nWebhook-Signature: v1,x\r\n\r\n`;
    expect(await sendRaw(house.port, head)).toContain("408");
    let dripped = 0;
    const status = await new Promise<string>((resolve) => {
      const socket = connect(house.port, "127.0.0.1", () => socket.write(head));
      const drip = setInterval(() => {
        dripped += 1;
        socket.write("x");
      }, 10);
      socket.on("error", () => undefined);
      socket.once("data", (piece: Buffer) => {
        clearInterval(drip);
        socket.destroy();
        resolve(piece.toString("latin1").split("\r\n")[0] ?? "");
      });
    });
    expect(status).toContain("408");
    expect(dripped).toBeGreaterThan(0);
    expect(house.seen).toEqual([]);
    expect(house.budget.heldBytes()).toBe(0);
  });

  it("bounds headers, requests and connections of the server that it guards", async () => {
    await using house = await openHouse();
    const { headersTimeout, requestTimeout, maxConnections } = house.server;
    expect(headersTimeout).toBeLessThanOrEqual(15_000);
    expect(requestTimeout).toBeLessThanOrEqual(60_000);
    expect(maxConnections).toBeLessThanOrEqual(10_000);
    expect(await sendRaw(house.port, `GET /${"x".repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toContain(
      "431",
    );
    expect(await sendRaw(house.port, "GET nonsense HTTP/1.1\r\nHost: x\r\n\r\n")).toContain("400");
    expect(
      await sendRaw(
        house.port,
        "POST /api/trpc/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ),
    ).toContain("400");
    expect(house.seen).toEqual([]);
  });

  it("holds no more than its budget of fifty large unsigned bodies at once, and small signed ones get in", async () => {
    await using house = await openHouse();
    const body = Buffer.alloc(25 * MIB);
    const flood = Array.from({ length: 50 }, () =>
      send(house.port, { body, headers: { ...signed, "x-koppeling-client": "203.0.113.5" } }),
    );
    const small = { body: "{}", headers: { ...signed, "x-koppeling-client": "198.51.100.7" } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(house.port, small)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(house.mostHeld()).toBeLessThan(65 * MIB);
    expect(statuses).toContain(503);
    expect(statuses).toContain(200);
    expect(await send(house.port, { body, headers: signed })).toMatchObject({ status: 200 });
    await sleep(20);
    expect(house.budget.heldBytes()).toBe(0);
  });

  it("keeps a body of a hundred thousand single bytes as it keeps one of a single piece", async () => {
    await using house = await openHouse();
    const head = `POST ${WEBHOOK} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nWebhook-Id: a\r\nWebhook-Timestamp: 1\r\nWebhook-Signature: v1,x\r\n\r\n`;
    const text = Array.from({ length: 100_000 }, (_, index) => String(index % 10)).join("");
    const dripped = [...text].map((byte) => `1\r\n${byte}\r\n`).join("");
    expect(await sendRaw(house.port, `${head}${dripped}0\r\n\r\n`)).toContain("200");
    const [seen] = house.seen;
    expect(seen?.body.toString()).toBe(text);
    expect(seen?.pieces).toBeLessThan(20);
    expect(house.mostHeld()).toBeGreaterThanOrEqual(text.length);
    expect(house.mostHeld()).toBeLessThan(2 * text.length + 64 * 1024);
  });

  it("answers one request of a connection at a time, and keeps nothing of those that do not wait", async () => {
    await using house = await openHouse();
    const body = `POST /api/trpc/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    const first = "GET /api/health?ready HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const behind of [body.repeat(400), first.repeat(400)]) {
      const socket = connect(house.port, "127.0.0.1", () => socket.write(first + behind));
      socket.on("error", () => undefined);
      socket.resume();
      await new Promise((resolve) => socket.once("close", resolve));
    }
    await settled(house);
    expect(house.seen.length).toBeLessThan(5);
    expect(house.lines).toMatchObject([{ refused: "pipelined" }, { refused: "pipelined" }]);
    expect(house.budget.heldBytes()).toBe(0);
  });

  it("gives back the place of a body whose client left before the answer", async () => {
    await using house = await openHouse({ answers: false });
    const body = `POST /api/trpc/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    for (const text of [body, `GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n${body.repeat(400)}`]) {
      const socket = connect(house.port, "127.0.0.1", () => socket.write(text));
      socket.on("error", () => undefined);
      const before = house.seen.length + house.lines.length;
      while (house.seen.length + house.lines.length === before) await sleep(5);
      socket.resetAndDestroy();
      await settled(house);
      expect(house.budget.heldBytes()).toBe(0);
    }
  });

  it("answers the next request of a connection after the one before", async () => {
    await using house = await openHouse();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let index = 0; index < 30; index++)
      expect((await send(house.port, { path: "/api/trpc/x", headers: json, body: "{}", agent })).status).toBe(
        200,
      );
    agent.destroy();
    expect(house.connections()).toBe(1);
    expect(house.lines).toEqual([]);
  });

  it("answers a request to upgrade as the plain one that it is, whoever listens to it", async () => {
    await using house = await openHouse();
    // As Next does, which then leaves the connection open.
    house.server.on("upgrade", () => undefined);
    house.server.prependListener("upgrade", () => undefined);
    await sleep(1);
    const upgrade = "Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendRaw(house.port, `GET /api/nope HTTP/1.1\r\n${upgrade}`)).toContain("200");
    expect(await sendRaw(house.port, `POST /sign-in HTTP/1.1\r\n${upgrade}`)).toContain("405");
    expect(await sendRaw(house.port, `CONNECT x:1 HTTP/1.1\r\n${upgrade}`)).toBe("");
    await settled(house);
  });

  it("ends a connection on which nothing moves, also one that is older than the bound", async () => {
    await using house = await openHouse({ answer: Buffer.alloc(32 * MIB) });
    expect(house.server.timeout).toBeGreaterThan(60_000);
    expect(house.server.timeout).toBeLessThanOrEqual(120_000);
    // Older than the bound, as the connection is by which a server is found.
    const socket = connect(house.port, "127.0.0.1");
    await once(house.server, "connection");
    house.server.setTimeout(100);
    socket.on("error", () => undefined);
    socket.write("GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n");
    await settled(house);
  });

  it("leaves the dev server's tools their connections", async () => {
    const server = createServer();
    server.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    guardServer(server, (_request, _response, next) => next(), { isDevelopment: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const hmr = "GET /_next/hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendRaw(port, hmr)).toContain("101");
    expect(server.timeout).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it("counts a flood in the log, and does not write it all down", async () => {
    await using house = await openHouse();
    for (let index = 0; index < 300; index++)
      await send(house.port, { method: "TRACE", path: `/${"x".repeat(5_000)}` });
    expect(house.lines.length).toBeLessThan(130);
  });
});

describe("the budget", () => {
  it("takes the place of whoever holds most, from the request that is at it for longest", () => {
    const budget = createBodyBudget(10 * MIB);
    const out: string[] = [];
    const enter = (client: string, name: string) => budget.enter(client, () => void out.push(name));
    const old = enter("a", "old");
    const young = enter("a", "young");
    const other = enter("b", "other");
    expect([old.take(3 * MIB), young.take(4 * MIB), other.take(2 * MIB)]).toEqual([true, true, true]);
    expect(other.take(2 * MIB)).toBe(true);
    expect(out).toEqual(["old"]);
    expect(old.take(0)).toBe(false);
    young.settle();
    expect(enter("c", "newest").take(9 * MIB)).toBe(false);
    young.release();
    young.release();
  });

  it("lets in a small delivery while a hundred slow ones of one address fill it", () => {
    const budget = createBodyBudget(10 * MIB);
    for (let index = 0; index < 100; index++) budget.enter("a", () => undefined).take(MIB / 8);
    for (let index = 0; index < 100; index++) {
      const place = budget.enter("fathom", () => expect.unreachable("put out"));
      expect(place.take(MIB)).toBe(true);
      place.settle();
      place.release();
    }
    expect(budget.heldBytes()).toBeLessThanOrEqual(10 * MIB);
  });
});

// The last of all, since every server that the process then makes is guarded.
describe("the front door of a process", () => {
  it("finds the server of its process, with its first connection, and guards it", async () => {
    const server = createServer((_, response) => response.end("inside"));
    server.on("upgrade", () => undefined);
    openFrontDoor({ log: { warn: () => undefined } as never, exempt: null });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const upgrade = "Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendRaw(port, `POST /sign-in HTTP/1.1\r\n${upgrade}`)).toContain("405");
    expect(await sendRaw(port, `GET /sign-in HTTP/1.1\r\n${upgrade}`)).toContain("200");
    expect(server.timeout).toBeGreaterThan(0);
    await new Promise((resolve) => server.close(resolve));
  });
});
