import type { Readable } from "node:stream";
import { FathomBadResponseError } from "./errors";

/**
 * Reads a body as UTF-8 (a byte order mark is dropped) and stops at the cap, however much more is coming.
 *
 * @throws FathomBadResponseError when there is more than `maxBytes`
 */
export async function readBody(body: Readable, maxBytes: number, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) {
      throw new FathomBadResponseError(`Fathom's answer is larger than ${maxBytes} bytes`, { status });
    }
    chunks.push(bytes);
  }
  // Several times as fast as a TextDecoder, which a backfill of hundreds of megabytes feels.
  const text = Buffer.concat(chunks).toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
