/** Over https the prefix makes browsers refuse such a cookie from another host or from plain http. */
export const sessionCookieNames = {
  http: "next-auth.session-token",
  https: "__Host-next-auth.session-token",
} as const;

export function sessionCookieName(ownAddress: string): string {
  return ownAddress.startsWith("https://") ? sessionCookieNames.https : sessionCookieNames.http;
}
