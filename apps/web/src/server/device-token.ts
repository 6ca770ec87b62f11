import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { getDeps } from "@/server/deps";

const SECONDS_KEPT = 400 * 24 * 60 * 60;

/**
 * Returns the token that recognises this browser at its next sign-in, and creates it at the first. It gives no access.
 * Only route handlers may call this, because it sets a cookie.
 */
export async function requireDeviceToken(): Promise<string> {
  const secure = getDeps().config.nextauthUrl.startsWith("https://");
  const name = secure ? "__Host-koppeling.device" : "koppeling.device";
  const jar = await cookies();
  const known = jar.get(name)?.value;
  const token = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString("base64url");
  jar.set(name, token, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: SECONDS_KEPT });
  return token;
}
