import type { IncomingMessage } from "node:http";

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The body as text; null when it is larger than 8 MiB. */
export async function readRequestBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whether one of the keys came in X-Api-Key or as a Bearer token. The keys guard made-up calls only. */
export function isAuthorized(incoming: IncomingMessage, apiKeys: readonly string[]): boolean {
  const apiKey = [incoming.headers["x-api-key"]].flat()[0];
  const bearer = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  return [apiKey, bearer].some((key) => key !== undefined && apiKeys.includes(key));
}
