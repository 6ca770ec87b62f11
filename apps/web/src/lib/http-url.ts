/** @returns the address as a browser would follow it, or null for anything that is not http(s): other people wrote it. */
export function toHttpUrl(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.toString() : null;
}
