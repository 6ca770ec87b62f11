import { domainToASCII } from "node:url";

/** A domain of another script. ASCII of any other kind in it would be syntax to the parser of URLs behind domainToASCII. */
const INTERNATIONAL_DOMAIN = /^(?=.*[^\0-\x7f])[\w.\-\u0080-\u{10ffff}]+$/u;

/**
 * The spelling under which e-mail addresses are compared: trimmed, NFC, lower case, the domain in punycode.
 * Plus tags and dots are left alone: two addresses that differ in them may be two people.
 */
export function normalizeEmail(email: string): string {
  const text = fold(email.trim());
  const at = text.lastIndexOf("@") + 1;
  const domain = text.slice(at);
  const ascii = at > 0 && INTERNATIONAL_DOMAIN.test(domain) ? domainToASCII(domain) : "";
  return text.slice(0, at) + (ascii || domain);
}

/** Composed again after lower-casing: some letters have a composed form in lower case only. */
const fold = (text: string) => asciiLower(text.normalize("NFC")).normalize("NFC");

/** toLowerCase() turns "İ" into two characters and would differ from what PostgreSQL's lower() does. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
