import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { getDeps } from "@/server/deps";

const SECONDS_KEPT = 400 * 24 * 60 * 60;

/**
 * What this browser is recognised by at its next sign-in; made at its first. It opens nothing. For route handlers alone,
 * which can set cookies.
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
