import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { toPlace } from "@koppeling/api/client-address";
import type { Deps } from "@koppeling/api/deps";
import { z } from "zod";
import { type BodyBudget, createBodyBudget } from "@/server/body-budget";
import { readClientOf } from "@/server/peer-address";
import { findRouteLimits, type RouteLimits } from "@/server/route-limits";
import { passivePolicy, securityHeaders } from "@/server/security-headers";

/** Enough for two of the largest webhooks and some smaller requests. */
const BUDGET_BYTES = 64 * 1024 * 1024;
/** A body is kept in blocks, each as large as all before it within these: the last is at most half empty. */
const MIN_BLOCK_BYTES = 1024;
const MAX_BLOCK_BYTES = 64 * 1024;
/** How long who was refused may go on sending, unheard, so that the answer reaches them. */
const LINGER_MS = 2_000;
const HEADERS_WITHIN_MS = 15_000;
/** Covers the time for headers and the longest deadline of a route for its body. */
const REQUEST_WITHIN_MS = 60_000;
/** How long a connection may carry nothing while a request is in hand; none of ours is answered later than that. */
const IDLE_MS = 120_000;
const MAX_CONNECTIONS = 2_000;
const RETRY_AFTER_SECONDS = 5;
/** Refusals beyond this are counted instead of logged one by one. */
const LINES_A_MINUTE = 60;

const REFUSALS = {
  no_address: [400, "The address cannot be read."],
  no_body: [400, "No body is taken here."],
  method: [405, "This method is not taken here."],
  too_slow: [408, "The request came too slowly."],
  too_large: [413, "The request is too large."],
  content_type: [415, "This type of content is not taken here."],
  encoding: [415, "The body must not be encoded."],
  busy: [503, "There are too many requests. Try again later."],
} as const;

type Refusal = keyof typeof REFUSALS;
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type FrontDoor = {
  log: Pick<Deps["log"], "warn">;
  budget?: BodyBudget;
  limitsOf?: (pathname: string) => RouteLimits;
};

const isObject = (value: unknown) => typeof value === "object" && value !== null;
const requestSchema = z.object({ server: z.custom<Server>(isObject) });
const connectionSchema = z.object({ socket: z.custom<Socket & { server?: Server }>(isObject) });

/**
 * Puts the front door before Next, which reads whatever it is sent, without an end and without being asked, as soon as it
 * knows of a request. Runs once in a process, before the first request.
 * @param door.exempt what the dev server's own tools ask for, which passes; null outside development
 */
export function openFrontDoor(door: FrontDoor & { exempt: RegExp | null }) {
  const guarded = new WeakSet<Server>();
  const admit = createFrontDoor(door);
  const guard = (server: Server) => {
    if (guarded.has(server)) return;
    guarded.add(server);
    const handOn: typeof admit = (request, response, next) => {
      if (door.exempt?.test(request.url ?? "")) next();
      else admit(request, response, next);
    };
    guardServer(server, handOn, { isDevelopment: door.exempt !== null });
  };
  // Next keeps its server to itself. The first connection names it, also when all that comes by it is an upgrade; a
  // request does on a connection that is older than this.
  subscribe("net.server.socket", (message) => {
    const { server } = connectionSchema.parse(message).socket;
    if (server && server.listenerCount("request") > 0) guard(server);
  });
  subscribe("http.server.request.start", (message) => guard(requestSchema.parse(message).server));
}

/**
 * Bounds what a server holds for clients that are not done yet, and lets each request through the door first.
 * @param options.isDevelopment the dev server's own tools keep their connections: upgraded, and idle
 */
export function guardServer(
  server: Server,
  admit: ReturnType<typeof createFrontDoor>,
  { isDevelopment = false } = {},
) {
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.maxConnections = MAX_CONNECTIONS;
  if (!isDevelopment) {
    server.setTimeout(IDLE_MS);
    refuseUpgrades(server);
  }
  const handlers = server.listeners("request") as Handler[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    // Also of a connection that is older than the bound.
    request.socket.setTimeout(server.timeout);
    admit(request, response, () => {
      for (const handler of handlers) handler.call(server, request, response);
    });
  });
}

/** With nobody who listens to it, Node takes a request to upgrade for the plain one that it is besides. */
function refuseUpgrades(server: Server) {
  server.removeAllListeners("upgrade");
  // Next adds one of its own with the first request, depending on how it was started.
  server.on("newListener", (name) => {
    if (name === "upgrade") queueMicrotask(() => server.removeAllListeners("upgrade"));
  });
}

/**
 * Checks a request against the limits of its route: the method, the size, type and deadline of its body, and the budget
 * for unverified bytes. It collects the body first, so that the next handler finds it complete. A refused request is
 * answered and logged here.
 */
export function createFrontDoor({
  log,
  budget = createBodyBudget(BUDGET_BYTES),
  limitsOf = findRouteLimits,
}: FrontDoor) {
  const say = createSampledLog(log);

  return function admit(request: IncomingMessage, response: ServerResponse, next: () => void) {
    const pathname = readPathname(request.url);
    // One answer at a time. Node gives a response that waits behind another no socket and never says that it closed, so
    // whatever is kept for it would stay. Neither browsers nor proxies ask for the next before they have the one before.
    if (response.socket === null) {
      if (!request.socket.destroyed)
        say({
          refused: "pipelined",
          method: request.method,
          path: pathname,
          address: readClientOf(request),
        });
      request.socket.destroy();
      return;
    }
    const limits = limitsOf(pathname ?? "");
    const refuse = (refusal: Refusal) => {
      say({ refused: refusal, method: request.method, path: pathname, address: readClientOf(request) });
      answerRefusal(request, response, refusal, limits);
    };
    if (pathname === null) return refuse("no_address");
    if (!limits.methods.includes(request.method ?? "")) return refuse("method");
    const { headers } = request;
    const declared = Number(headers["content-length"] ?? 0);
    if (declared === 0 && headers["transfer-encoding"] === undefined) return next();
    if (request.method === "GET" || request.method === "HEAD") return refuse("no_body");
    if ((headers["content-encoding"] ?? "identity") !== "identity") return refuse("encoding");
    const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    if (limits.contentType !== undefined && type !== limits.contentType) return refuse("content_type");
    if (declared > limits.maxBytes) return refuse("too_large");
    if (limits.neededHeaders?.some((name) => !headers[name])) {
      dropBody(request);
      hangUpAfter(request, response);
      return next();
    }
    collectBody(request, response, { limits, budget, refuse, next });
  };
}

function collectBody(
  request: IncomingMessage,
  response: ServerResponse,
  door: { limits: RouteLimits; budget: BodyBudget; refuse: (refusal: Refusal) => void; next: () => void },
) {
  const { limits, budget, next } = door;
  const push = request.push.bind(request);
  let blocks: Buffer[] = [];
  let free = 0;
  let size = 0;
  /** Copies a piece behind what is there, so that a body costs what is charged for it, however small its pieces are. */
  const keep = (piece: Uint8Array): boolean => {
    for (let done = 0; done < piece.byteLength; ) {
      if (free === 0) {
        free = Math.min(MAX_BLOCK_BYTES, Math.max(MIN_BLOCK_BYTES, size));
        if (!place.take(free)) return false;
        blocks.push(Buffer.allocUnsafeSlow(free));
      }
      const block = blocks[blocks.length - 1] as Buffer;
      const count = Math.min(free, piece.byteLength - done);
      block.set(piece.subarray(done, done + count), block.byteLength - free);
      done += count;
      free -= count;
    }
    return true;
  };
  const refuse = (refusal: Refusal) => {
    clearTimeout(deadline);
    blocks = [];
    place.release();
    dropBody(request);
    door.refuse(refusal);
  };
  const place = budget.enter(placeOf(request), () => refuse("busy"));
  const deadline = setTimeout(() => refuse("too_slow"), limits.readWithinMs);
  const leave = () => {
    clearTimeout(deadline);
    blocks = [];
    place.release();
    response.off("close", leave);
    request.socket.off("close", leave);
  };
  response.once("close", leave);
  request.socket.once("close", leave);
  // What the parser calls with each piece. Reading the stream would leave nothing of it to who comes next.
  request.push = (piece: unknown, encoding?: BufferEncoding) => {
    if (piece !== null) {
      size += (piece as Uint8Array).byteLength;
      if (size > limits.maxBytes) refuse("too_large");
      else if (!keep(piece as Uint8Array)) refuse("busy");
      return true;
    }
    clearTimeout(deadline);
    place.settle();
    request.push = push;
    const last = blocks.pop();
    for (const block of blocks) push(block, encoding);
    if (last) push(last.subarray(0, last.byteLength - free), encoding);
    blocks = [];
    push(null);
    next();
    return true;
  };
  if (!place.take(0)) refuse("busy");
}

/** Discards the rest of the body as it arrives. */
function dropBody(request: IncomingMessage) {
  request.push = (piece: unknown) => (piece === null ? Readable.prototype.push.call(request, null) : true);
}

function answerRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  limits: RouteLimits,
) {
  if (response.headersSent || response.destroyed) return;
  const [status, error] = REFUSALS[refusal];
  const body = JSON.stringify({ error });
  hangUpAfter(request, response);
  for (const { key, value } of securityHeaders) response.setHeader(key, value);
  response.setHeader("Content-Security-Policy", passivePolicy);
  response.setHeader("Cache-Control", "no-store");
  if (status === 405) response.setHeader("Allow", limits.methods.join(", "));
  if (status === 503) response.setHeader("Retry-After", String(RETRY_AFTER_SECONDS));
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Hangs up a while after the answer. A client that still sends would lose the answer if we closed at once. */
function hangUpAfter(request: IncomingMessage, response: ServerResponse) {
  // Without this, Node closes at once when the client sent "Connection: close", even while it still sends.
  if (!request.complete) response.shouldKeepAlive = true;
  response.once("finish", () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, LINGER_MS).unref();
  });
}

function readPathname(url: string | undefined): string | null {
  if (!url?.startsWith("/")) return url !== undefined && URL.canParse(url) ? new URL(url).pathname : null;
  return url.split(/[?#]/, 1)[0] ?? null;
}

function placeOf(request: IncomingMessage): string {
  const address = readClientOf(request);
  return address === null ? "unknown" : toPlace(address);
}

function createSampledLog(log: Pick<Deps["log"], "warn">) {
  let minute = 0;
  let lines = 0;
  let unsaid = 0;
  return (refusal: object) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, lines] = [now, 0];
    if (lines++ >= LINES_A_MINUTE) {
      unsaid += 1;
      return;
    }
    log.warn({ ...refusal, ...(unsaid > 0 ? { unsaid } : {}) }, "a request was refused at the door");
    unsaid = 0;
  };
}
