import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { type Answer, jsonAnswer } from "./answer";
import type { Fault, FaultKind } from "./fault-plan";

const TRICKLE_MS = 50;
/** Kinds after which the client cannot have read the page, whatever was written. */
const LOSES_BODY: ReadonlySet<FaultKind> = new Set(["html", "cut_json", "empty_body", "gzip", "reset"]);

export function losesBody(fault: Fault | null): boolean {
  return fault !== null && LOSES_BODY.has(fault.kind);
}

/** The answer of a fault that asks for no real one; null for the faults that spoil a real answer. */
export function answerOfFault(fault: Fault | null, now: Date): Answer | null {
  if (fault === null) return null;
  if (fault.kind === "revoked_key") return jsonAnswer(401, { error: "key was revoked" });
  if (fault.kind === "redirect") {
    return jsonAnswer(302, { error: "moved" }, { location: "http://127.0.0.1:9/elsewhere" });
  }
  const [, status, how] = /^status_(\d{3})(?:_(\w+))?$/.exec(fault.kind) ?? [];
  if (status === undefined) return null;
  const retryAfter =
    how === "date" ? new Date(now.getTime() + fault.seconds * 1000).toUTCString() : String(fault.seconds);
  const tellsWhen = how === "seconds" || how === "date" || status === "503";
  return jsonAnswer(
    Number(status),
    { error: `sandbox fault ${fault.kind}` },
    tellsWhen ? { "retry-after": retryAfter } : {},
  );
}

/** Writes an answer, the way the fault wants it. A hanging answer ends when the client or the sandbox does. */
export function sendAnswer(response: ServerResponse, answer: Answer, fault: FaultKind | null): void {
  const body = Buffer.from(answer.body);
  const end = (bytes: Buffer, headers: Record<string, string> = {}) => {
    const lengths = answer.status === 204 ? {} : { "content-length": String(bytes.length) };
    response.writeHead(answer.status, { ...answer.headers, ...lengths, ...headers }).end(bytes);
  };
  switch (fault) {
    case "html":
      return end(Buffer.from("<!doctype html><title>Maintenance</title><h1>Back soon</h1>"), {
        "content-type": "text/html",
      });
    case "cut_json":
      return end(body.subarray(0, Math.floor(body.length * 0.6)));
    case "empty_body":
      return end(Buffer.alloc(0));
    case "bom":
      return end(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]));
    case "gzip":
      return end(gzipSync(body), { "content-encoding": "gzip" });
    case "hang":
      return;
    case "reset":
      response.writeHead(answer.status, { ...answer.headers, "content-length": String(body.length) });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.resetAndDestroy());
      return;
    case "stalled_body":
      response.writeHead(answer.status, answer.headers).write(body.subarray(0, 1));
      return;
    case "slow_body":
      response.writeHead(answer.status, answer.headers);
      return trickle(response, body);
    case "endless_body":
      response.writeHead(answer.status, answer.headers).write('{"items":["');
      return pour(response);
    default:
      return end(body);
  }
}

function trickle(response: ServerResponse, body: Buffer): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, TRICKLE_MS);
  response.once("close", () => clearInterval(timer));
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  response.once("close", () => response.off("drain", more));
  more();
}
