import { createHmac, timingSafeEqual } from "node:crypto";

export type WebhookHeaders = { id: string | null; timestamp: string | null; signature: string | null };
export type WebhookVerdict =
  | { ok: true }
  | { ok: false; reason: "missing_header" | "bad_timestamp" | "expired" | "bad_signature" | "bad_secret" };

const PREFIX = "whsec_";
const TOLERANCE_SECONDS = 300;
const MAX_HEADER_LENGTH = 4096;
const MAX_SIGNATURES = 10;
const MIN_SECRET_BYTES = 24;

/**
 * Checks a Standard Webhooks signature (HMAC-SHA256 over `id.timestamp.body`), the scheme Fathom signs with. Written
 * out instead of using the reference library, which reads a timestamp with junk behind it, hashes the decoded text
 * instead of the bytes, and tries any number of signatures (requirements W1-W6).
 *
 * @param input.secrets one, or two while a secret is being replaced; unusable ones are passed over
 * @param input.headers `webhook-id`, `webhook-timestamp` (unix seconds), `webhook-signature` (space-separated)
 * @param input.rawBody the bytes as they came in, never a re-serialised body
 */
export function verifyWebhook(input: {
  secrets: string[];
  headers: WebhookHeaders;
  rawBody: Uint8Array;
  now: Date;
}): WebhookVerdict {
  const { id, timestamp, signature } = input.headers;
  if (!id || !timestamp || !signature) return { ok: false, reason: "missing_header" };
  const keys = input.secrets.map(decodeSecret).filter((key) => key !== null);
  if (keys.length === 0) return { ok: false, reason: "bad_secret" };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: "bad_timestamp" };
  const age = Math.floor(input.now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(age) > TOLERANCE_SECONDS) return { ok: false, reason: "expired" };
  const given = splitSignatures(signature);
  if (given === null || id.length > MAX_HEADER_LENGTH) return { ok: false, reason: "bad_signature" };
  for (const key of keys) {
    const expected = Buffer.from(digest(key, id, timestamp, input.rawBody));
    // timingSafeEqual throws on unequal lengths; the length of a digest is no secret.
    if (given.some((text) => text.length === expected.length && timingSafeEqual(text, expected))) {
      return { ok: true };
    }
  }
  return { ok: false, reason: "bad_signature" };
}

/**
 * Signs as the sender does: for the sandbox and for tests.
 *
 * @param input.timestamp unix seconds
 * @returns one `v1,<base64>` signature
 * @throws TypeError when the secret is not usable
 */
export function signWebhook(input: {
  secret: string;
  id: string;
  timestamp: number;
  rawBody: Uint8Array;
}): string {
  const key = decodeSecret(input.secret);
  if (key === null) throw new TypeError("The webhook secret is not base64 of at least 24 bytes.");
  return `v1,${digest(key, input.id, String(input.timestamp), input.rawBody)}`;
}

/** Whether a text can be a webhook secret: canonical base64 of at least 24 bytes, usually after `whsec_`. */
export function isValidWebhookSecret(text: string): boolean {
  return decodeSecret(text) !== null;
}

function decodeSecret(secret: string): Buffer | null {
  const base64 = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = Buffer.from(base64, "base64");
  // Node skips what is not base64, so only text that comes out the same was base64 to begin with.
  return key.length >= MIN_SECRET_BYTES && key.toString("base64") === base64 ? key : null;
}

function digest(key: Buffer, id: string, timestamp: string, rawBody: Uint8Array): string {
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(rawBody).digest("base64");
}

function splitSignatures(header: string): Buffer[] | null {
  if (header.length > MAX_HEADER_LENGTH) return null;
  const entries = header.split(" ");
  if (entries.length > MAX_SIGNATURES) return null;
  return entries.filter((entry) => entry.startsWith("v1,")).map((entry) => Buffer.from(entry.slice(3)));
}
