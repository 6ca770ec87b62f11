const KEY = '"recording_id"';
const HAS_LONG_ID = /"recording_id"\s*:\s*\d{16}/;
const LONG_NUMBER = /\s*:\s*(\d{16,})(?=\s*[,}])/y;

/**
 * `JSON.parse` that keeps a 64-bit `recording_id` exact: JavaScript numbers are exact up to 2^53 only, so ids of 16
 * digits and more come out as strings of digits. Everything else is as JSON.parse gives it.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): unknown {
  return JSON.parse(HAS_LONG_ID.test(text) ? quoteLongIds(text) : text);
}

/**
 * Walks from string to string, so that the same text inside a title or a transcript is left alone. By hand: a regular
 * expression that skips strings can run out of stack on one of several megabytes.
 */
function quoteLongIds(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let start = text.indexOf('"');
  while (start !== -1) {
    const end = closingQuote(text, start);
    if (end === -1) break;
    if (end - start === KEY.length - 1 && text.startsWith(KEY, start)) {
      LONG_NUMBER.lastIndex = end + 1;
      const digits = LONG_NUMBER.exec(text)?.[1];
      if (digits !== undefined) {
        pieces.push(text.slice(copied, end + 1), ':"', digits, '"');
        copied = LONG_NUMBER.lastIndex;
      }
    }
    start = text.indexOf('"', end + 1);
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}

function closingQuote(text: string, open: number): number {
  let end = text.indexOf('"', open + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}
