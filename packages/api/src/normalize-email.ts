import { normalizeText } from "@koppeling/fathom/normalize-text";

/** A domain of another script. ASCII of any other kind in it would be syntax to the parser of URLs. */
const INTERNATIONAL_DOMAIN = /^(?=.*[^\0-\x7f])[\w.\-\u0080-\u{10ffff}]+$/u;
/** DNS has no longer ones. */
const MAX_DOMAIN = 253;
/** RFC 6531 allows any letter, and RFC 5321 spaces between quotes; nothing allows control characters or half a pair. */
const ADDRESS =
  /^(?:"[^"\p{Cc}\p{Cs}]+"|[^\s@"\p{Cc}\p{Cs}]+)@(?:\[[\w.:]+\]|(?:(?![\s\p{Cc}\p{Cs}])[\w.\-\u0080-\u{10ffff}])+)$/u;

/**
 * The spelling under which e-mail addresses are compared: trimmed, NFC, ASCII in lower case, the domain in punycode.
 * Plus tags and dots are left alone: two addresses that differ in them may be two people. Runs in browsers too.
 */
export function normalizeEmail(email: string): string {
  const text = fold(email.trim());
  const at = text.lastIndexOf("@") + 1;
  const domain = text.slice(at);
  const ascii = at > 0 && INTERNATIONAL_DOMAIN.test(domain) ? domainToAscii(domain) : "";
  return text.slice(0, at) + (ascii && ascii.length <= MAX_DOMAIN ? ascii : domain);
}

/**
 * Whether a text, normalized, is an e-mail address: the one rule of forms, imports, sign-in and the command line. It
 * refuses what is certainly none and leaves the finer points to mail servers, so that any address that Fathom shows
 * can be linked: `r&d@`, `jörg@` and `a=b@` are in use.
 */
export const isEmailAddress = (normalized: string): boolean => ADDRESS.test(normalized);

/**
 * @returns "" for what is no domain. Not by URL.canParse: once optimized, that of Node 20 refuses some domains with
 * accents that it took before.
 */
function domainToAscii(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}

/** Composed again after lower-casing: some letters have a composed form in lower case only. */
const fold = (text: string) => normalizeText(asciiLower(normalizeText(text, "NFC")), "NFC");

/** PostgreSQL's lower() under the collation "C" does the same; toLowerCase() turns "İ" into two characters. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
