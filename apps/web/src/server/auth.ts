import { AppError } from "@koppeling/api/errors";
import { loadSessionUser } from "@koppeling/api/features/users/load-session-user";
import { verifyCredentials } from "@koppeling/api/features/users/verify-credentials";
import { cookies } from "next/headers";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode, encode, type JWTDecodeParams } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { cache } from "react";
import { z } from "zod";
import { safeCallbackPath } from "@/lib/safe-callback-path";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";
import { sessionCookieName } from "@/server/session-cookie";
import { IDLE_SECONDS, readSessionToken, type SessionToken, toSeconds } from "@/server/session-token";

const credentialsSchema = z.object({ email: z.string().min(1), password: z.string().min(1) });

const now = () => getDeps().clock.now();

/** @returns null for a token that is not ours, was idle for too long, or is past its absolute end. */
async function decodeToken(params: JWTDecodeParams) {
  try {
    const payload = await decode(params);
    return readSessionToken(payload, now()) === null ? null : payload;
  } catch {
    // Lapsed, forged or sealed with another secret: all of them mean "not signed in".
    return null;
  }
}

async function loadTokenUser({ userId, sessionVersion }: SessionToken) {
  return loadSessionUser(getDeps(), { userId, sessionVersion });
}

function createOptions(): NextAuthOptions {
  const { config, log } = getDeps();
  const secure = config.nextauthUrl.startsWith("https://");
  return {
    secret: config.nextauthSecret,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: IDLE_SECONDS },
    jwt: { maxAge: IDLE_SECONDS, encode, decode: decodeToken },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(config.nextauthUrl),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (input, request) => {
          const parsed = credentialsSchema.safeParse(input);
          if (!parsed.success) return null;
          const ipAddress = readClientAddress(new Headers(request.headers as Record<string, string>));
          try {
            return await verifyCredentials(getDeps(), { ...parsed.data, ipAddress });
          } catch (error) {
            // The message of what is thrown here ends up in an address: it says only what the form needs.
            if (error instanceof AppError && error.code === "too_many_attempts") {
              throw new Error(`too_many_attempts:${error.retryAfterSeconds ?? 60}`);
            }
            log.error({ err: error }, "signing in failed for a reason that is not the visitor's");
            throw new Error("unavailable");
          }
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) {
          const { sessionVersion } = z.object({ sessionVersion: z.number() }).parse(user);
          return { userId: user.id, sessionVersion, signedInAt: toSeconds(now()) } satisfies SessionToken;
        }
        // A renewal: next-auth ends the session when this throws.
        const session = readSessionToken(token, now());
        if (session === null || (await loadTokenUser(session)) === null) throw new Error("session over");
        return token;
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeCallbackPath(url.replace(baseUrl, ""))}`,
    },
    logger: {
      error: (code, metadata) => {
        if (code !== "JWT_SESSION_ERROR") log.error({ code, metadata }, "next-auth");
      },
      warn: (code) => log.warn({ code }, "next-auth"),
      debug: () => {},
    },
  };
}

type AuthRouteContext = { params: Promise<{ nextauth: string[] }> };

export async function handleAuthRequest(request: Request, context: AuthRouteContext): Promise<Response> {
  const handler = NextAuth(createOptions()) as (
    request: Request,
    context: AuthRouteContext,
  ) => Promise<Response>;
  return handler(request, context);
}

/** Who is asking, read from the database for every request: a demotion or a disabled account counts at once. */
export const getSessionUser = cache(async () => {
  const { config } = getDeps();
  const cookie = (await cookies()).get(sessionCookieName(config.nextauthUrl))?.value;
  if (cookie === undefined) return null;
  const payload = await decodeToken({ token: cookie, secret: config.nextauthSecret });
  const session = readSessionToken(payload, now());
  return session === null ? null : loadTokenUser(session);
});
