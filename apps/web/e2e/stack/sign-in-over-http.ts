/** Signs in with the requests of the form. Tests then start with the session cookie that this returns. */
export async function signInOverHttp(url: string, credentials: { email: string; password: string }) {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { Cookie: readCookies(csrf) },
    body: new URLSearchParams({ ...credentials, csrfToken, json: "true" }),
  });
  const cookie = /(?:^|; )next-auth\.session-token=([^;]+)/.exec(readCookies(response))?.[1];
  if (!cookie) throw new Error(`Signing in as ${credentials.email} failed: ${response.status}`);
  return cookie;
}

function readCookies(response: Response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
