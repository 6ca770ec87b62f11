import http from "node:http";
import https from "node:https";
import { createGuardedLookup } from "@koppeling/fathom/guarded-lookup";
import { type Deps } from "../../deps";
import { allowsLocalAlerts, checkAlertAddress } from "./check-alert-address";

/** `reason`: the HTTP status, or the system's name of the fault, such as ENOTFOUND. */
export type Sent = { ok: true } | { ok: false; reason: string };

const ANSWER_WITHIN_MS = 10_000;

/**
 * Posts a text as Slack's incoming webhooks take it (`{"text": …}`, api.slack.com/messaging/webhooks). A redirect is
 * not followed, and a public name that stands for a private address is not connected to. What does not arrive is a result, not an error.
 */
export async function postMessage(deps: Deps, address: string, text: string): Promise<Sent> {
  const allowsLocal = allowsLocalAlerts(deps.config.fathomApiBaseUrl);
  const url = checkAlertAddress(address, allowsLocal);
  if (!url) return { ok: false, reason: "address" };
  const body = JSON.stringify({ text: escapeForSlack(text) });
  const { request } = url.protocol === "https:" ? https : http;
  return await new Promise<Sent>((resolve) => {
    const outgoing = request(
      url,
      {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        agent: false,
        ...(allowsLocal ? {} : { lookup: createGuardedLookup() }),
      },
      (response) => {
        const { statusCode: status = 0 } = response;
        response.destroy();
        resolve(status >= 200 && status < 300 ? { ok: true } : { ok: false, reason: `HTTP ${status}` });
      },
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      deps.log.warn({ host: url.hostname, err: error }, "an alert could not be delivered");
      resolve({ ok: false, reason: error.code ?? error.name });
    });
    outgoing.end(body);
  });
}

/** Slack reads these three as the beginning of something else. */
const escapeForSlack = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
