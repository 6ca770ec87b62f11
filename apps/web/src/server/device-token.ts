import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { getDeps } from "@/server/deps";

const SECONDS_KEPT = 400 * 24 * 60 * 60;

const cookieName = () =>
  getDeps().config.nextauthUrl.startsWith("https://") ? "__Host-koppeling.device" : "koppeling.device";

/** The token that this browser brings along; null when it brings none of ours. */
export async function readDeviceToken(): Promise<string | null> {
  const known = (await cookies()).get(cookieName())?.value;
  return known && /^[\w-]{43}$/.test(known) ? known : null;
}

/**
 * Returns the token that recognises this browser at its next sign-in, and creates it at the first. It gives no access.
 * Only route handlers may call this, because it sets a cookie.
 */
export async function requireDeviceToken(): Promise<string> {
  const secure = getDeps().config.nextauthUrl.startsWith("https://");
  const token = (await readDeviceToken()) ?? randomBytes(32).toString("base64url");
  (await cookies()).set(cookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
    maxAge: SECONDS_KEPT,
  });
  return token;
}
