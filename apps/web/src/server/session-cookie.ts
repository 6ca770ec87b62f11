/** Over https the prefix makes the browser itself refuse a cookie that another host or plain http tries to set. */
export const sessionCookieNames = {
  http: "next-auth.session-token",
  https: "__Host-next-auth.session-token",
} as const;

export function sessionCookieName(ownAddress: string): string {
  return ownAddress.startsWith("https://") ? sessionCookieNames.https : sessionCookieNames.http;
}
