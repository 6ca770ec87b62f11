/**
 * Whether the browser says that one of our own pages sent this request. A browser that does not send Sec-Fetch-Site
 * (plain http on a network address) must send our Origin; a request without either is refused.
 */
export function isSameOrigin(headers: Headers, ownAddress: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === new URL(ownAddress).origin;
}
