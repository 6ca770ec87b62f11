import { AppError } from "@koppeling/api/errors";
import { confirmByProvider } from "@koppeling/api/features/users/confirm-identity";
import { endSession } from "@koppeling/api/features/users/end-session";
import { IDLE_SECONDS, loadSessionUser } from "@koppeling/api/features/users/load-session-user";
import { startSession } from "@koppeling/api/features/users/start-session";
import { verifyCredentials } from "@koppeling/api/features/users/verify-credentials";
import { verifyIdentity } from "@koppeling/api/features/users/verify-identity";
import type { Config } from "@koppeling/api/deps";
import { sampleLog } from "@koppeling/api/sample-log";
import { cookies, headers } from "next/headers";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode, encode, type JWTDecodeParams } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { cache } from "react";
import { z } from "zod";
import { safeCallbackPath } from "@/lib/safe-callback-path";
import { getDeps } from "@/server/deps";
import { readDeviceToken, requireDeviceToken } from "@/server/device-token";
import { readClientAddress } from "@/server/peer-address";
import { sessionCookieName } from "@/server/session-cookie";
import { readSessionToken, type SessionToken, toSeconds } from "@/server/session-token";

const PROVIDER_ID = "oidc";
/** Errors that the form has words for: those after a right password ask for a code. */
const PLAIN_REASONS = new Set<string>(["second_factor_needed", "wrong_code", "too_busy"]);

type OidcProvider = NonNullable<Config["oidc"]>;

const credentialsSchema = z.object({
  email: z.string().min(1),
  password: z.string().min(1),
  /** For users with a second factor: a code of their app, or a recovery code. */
  code: z.string().max(100).optional(),
});

const now = () => getDeps().clock.now();

/** @returns null for a token that this app did not issue, that was idle for too long, or is past its absolute end. */
async function decodeToken(params: JWTDecodeParams) {
  try {
    const payload = await decode(params);
    return readSessionToken(payload, now()) === null ? null : payload;
  } catch {
    // An expired or forged token, or one of another secret, means "not signed in".
    return null;
  }
}

const signedInSchema = z.object({ id: z.string(), sessionVersion: z.number() });

/** Finds the user that a provider's claims belong to. next-auth has verified the token by then. */
async function verifyClaims(claims: unknown) {
  return verifyIdentity(getDeps(), claims, readClientAddress(await headers()));
}

/** The provider that the environment names. next-auth asks its discovery document for the endpoints. */
function createProvider({ issuer, clientId, clientSecret, name }: OidcProvider): OAuthConfig<unknown> {
  return {
    id: PROVIDER_ID,
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/(?<!\/)\/+$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret,
    httpOptions: { timeout: 10_000 },
    // A person who is not a user gets no sessionVersion, and the signIn callback refuses them for that.
    profile: async (claims) => (await verifyClaims(claims)) ?? { id: "nobody" },
  };
}

async function beginSession(
  { id: userId, sessionVersion }: z.output<typeof signedInSchema>,
  way: "password" | "oidc",
): Promise<SessionToken> {
  const requested = await headers();
  const session = await startSession(getDeps(), {
    ...{ userId, sessionVersion, way },
    userAgent: requested.get("user-agent"),
    ipAddress: readClientAddress(requested),
    deviceToken: await requireDeviceToken(),
  });
  return { ...session, signedInAt: toSeconds(now()) };
}

/**
 * A user with a session may have signed in with the provider again to confirm who they are. Then the session is
 * confirmed and continues.
 * @returns null when a new session must begin instead
 */
async function confirmSession(userId: string, claims: unknown): Promise<SessionToken | null> {
  const session = await readSession();
  const user = session?.userId === userId ? await loadSessionUser(getDeps(), session) : null;
  if (!session || !user) return null;
  const authTime: unknown =
    typeof claims === "object" && claims !== null ? Reflect.get(claims, "auth_time") : null;
  const actor = { userId, ipAddress: readClientAddress(await headers()) };
  return (await confirmByProvider(getDeps(), user, { authTime }, actor)) ? session : null;
}

function createOptions(): NextAuthOptions {
  const { config } = getDeps();
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
      ...(config.oidc ? [createProvider(config.oidc)] : []),
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        authorize: async (input, request) => {
          const parsed = credentialsSchema.safeParse(input);
          if (!parsed.success) return null;
          const ipAddress = readClientAddress(new Headers(request.headers as Record<string, string>));
          try {
            const deviceToken = await readDeviceToken();
            return await verifyCredentials(getDeps(), { ...parsed.data, ipAddress, deviceToken });
          } catch (error) {
            // next-auth puts the message of an error into a URL, so it contains only what the form needs.
            if (error instanceof AppError && error.code === "too_many_attempts") {
              throw new Error(`too_many_attempts:${error.retryAfterSeconds ?? 60}`);
            }
            if (error instanceof AppError && PLAIN_REASONS.has(error.code)) throw new Error(error.code);
            report("sign_in", { err: error }, "signing in failed for a reason that is not the visitor's");
            throw new Error("unavailable");
          }
        },
      }),
    ],
    callbacks: {
      signIn: ({ user }) => signedInSchema.safeParse(user).success,
      jwt: async ({ token, user, account, profile }) => {
        if (user) {
          const signedIn = signedInSchema.parse(user);
          const isProvider = account?.provider === PROVIDER_ID;
          return (
            (isProvider ? await confirmSession(signedIn.id, profile) : null) ??
            (await beginSession(signedIn, isProvider ? "oidc" : "password"))
          );
        }
        // Without a user this renews a session, and next-auth ends the session when this throws.
        const session = readSessionToken(token, now());
        if (session === null || (await loadSessionUser(getDeps(), session)) === null)
          throw new Error("session over");
        return token;
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeCallbackPath(url.replace(baseUrl, ""))}`,
    },
    events: {
      // next-auth only deletes the cookie. Ending the session in the database makes copies of it useless too.
      signOut: async ({ token }) => {
        const session = readSessionToken(token, now());
        if (session === null) return;
        const ipAddress = readClientAddress(await headers());
        await endSession(getDeps(), session.sessionId, { userId: session.userId, ipAddress });
      },
    },
    logger: {
      error: (code, metadata) => {
        if (code !== "JWT_SESSION_ERROR") report(code, { code, ...describeFault(metadata) }, "next-auth");
      },
      warn: (code) => report(code, { code }, "next-auth", "warn"),
      debug: () => {},
    },
  };
}

/** Anybody can make a sign-in go wrong, as often as they like: each kind of fault has a line a minute, with their number. */
function report(kind: string, fault: object, message: string, level: "warn" | "error" = "error") {
  const count = sampleLog(getDeps(), `next_auth_${kind}`);
  if (count !== null) getDeps().log[level]({ ...fault, count }, message);
}

/** Names only: the words of a provider's or a visitor's error are theirs to choose. */
function describeFault(metadata: unknown) {
  const { error = metadata, providerId } = z
    .object({ error: z.unknown(), providerId: z.unknown() })
    .partial()
    .catch({})
    .parse(metadata);
  const word = (value: unknown) =>
    typeof value === "string" ? (/^[\w.-]{1,60}/.exec(value)?.[0] ?? null) : null;
  const { name, message } = error instanceof Error ? error : { name: null, message: null };
  return { error: word(name), reason: word(message), provider: word(providerId) };
}

/** The actions of next-auth that this app uses. Others are refused: `_log`, for example, logs what strangers send. */
const AUTH_ACTIONS: Record<string, readonly string[]> = {
  csrf: ["GET"],
  session: ["GET"],
  providers: ["GET"],
  error: ["GET"],
  signin: ["GET"],
  signout: ["GET", "POST"],
  "signin/oidc": ["GET", "POST"],
  "callback/oidc": ["GET"],
  "callback/credentials": ["POST"],
};

type AuthRouteContext = { params: Promise<{ nextauth: string[] }> };

export async function handleAuthRequest(request: Request, context: AuthRouteContext): Promise<Response> {
  const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
    Response.json({ message }, { status, headers: { ...headers, "Cache-Control": "no-store" } });
  const { nextauth } = await context.params;
  const action = nextauth.join("/");
  const methods = Object.hasOwn(AUTH_ACTIONS, action) ? AUTH_ACTIONS[action] : undefined;
  if (!methods) return refuse(404, "There is no such action.");
  if (!methods.includes(request.method))
    return refuse(405, "This method is not taken here.", { Allow: methods.join(", ") });
  // For such an address next-auth would answer 500, and log it as an error of its configuration.
  const callbackUrl = new URL(request.url).searchParams.get("callbackUrl");
  if (callbackUrl && !URL.canParse(callbackUrl, getDeps().config.nextauthUrl))
    return refuse(400, "callbackUrl is no address.");
  const handler = NextAuth(createOptions()) as typeof handleAuthRequest;
  try {
    return await handler(request, context);
  } catch (error) {
    report("unanswered", { err: error, action }, "next-auth could not answer");
    return refuse(500, "The request could not be answered. The log says why.");
  }
}

/** The user of this request. It may be one who must set up a second factor first, which the caller has to check. */
export const getAccountUser = cache(async () => {
  const session = await readSession();
  return session === null ? null : loadSessionUser(getDeps(), session);
});

/** Looks up the user of this request's session, again at each call: for an answer that takes long. */
export async function watchUser() {
  const session = await readSession();
  return async () => (session === null ? null : loadSessionUser(getDeps(), session));
}

/** The user of this request. Each request reads the database, so a demoted or disabled user loses access at once. */
export async function getSessionUser() {
  const user = await getAccountUser();
  return user?.session?.mustEnrol ? null : user;
}

/** The session that the request's cookie names. The database may have ended it. */
async function readSession(): Promise<SessionToken | null> {
  const { config } = getDeps();
  const cookie = (await cookies()).get(sessionCookieName(config.nextauthUrl))?.value;
  if (cookie === undefined) return null;
  return readSessionToken(await decodeToken({ token: cookie, secret: config.nextauthSecret }), now());
}
