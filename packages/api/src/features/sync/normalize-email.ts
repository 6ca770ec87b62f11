import { domainToASCII } from "node:url";

/**
 * The spelling under which e-mail addresses are compared: trimmed, NFC, lower case, the domain in punycode.
 * Plus tags and dots are left alone: two addresses that differ in them may be two people.
 */
export function normalizeEmail(email: string): string {
  const text = email.trim().normalize("NFC");
  const at = text.lastIndexOf("@");
  if (at < 0) return asciiLower(text);
  const domain = text.slice(at + 1);
  return `${asciiLower(text.slice(0, at))}@${domainToASCII(domain) || asciiLower(domain)}`;
}

/** toLowerCase() turns "İ" into two characters and would differ from what PostgreSQL's lower() does. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
