/** What an error of the same name in the address says. */
const PLAIN_REASONS = ["second_factor_needed", "wrong_code", "too_busy"] as const;
type PlainReason = (typeof PLAIN_REASONS)[number];

export type SignInResult =
  | { ok: true }
  | { ok: false; reason: "wrong_credentials" | "unavailable" | PlainReason }
  | { ok: false; reason: "too_many_attempts"; retryAfterSeconds: number };

/** A text out of an answer; null when it is not there. By hand, since every page carries this file. */
function readField(answer: unknown, field: "csrfToken" | "url" | "expires"): string | null {
  const value: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, field) : null;
  return typeof value === "string" ? value : null;
}

async function postToAuth(path: string, fields: Record<string, string>) {
  const csrf = await fetch("/api/auth/csrf", { cache: "no-store" });
  if (!csrf.ok) return null;
  const csrfToken = readField(await csrf.json(), "csrfToken");
  if (csrfToken === null) return null;
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  const url = readField(await response.json(), "url");
  return url === null ? null : new URL(url, window.location.origin);
}

/** @param credentials.code of whoever has a second factor; without it they are asked for it */
export async function signIn(credentials: {
  email: string;
  password: string;
  code?: string;
}): Promise<SignInResult> {
  try {
    const url = await postToAuth("callback/credentials", credentials);
    return url === null ? { ok: false, reason: "unavailable" } : readSignInResult(url);
  } catch {
    // No network, or an answer that is not ours: to the person at the form both mean the same.
    return { ok: false, reason: "unavailable" };
  }
}

/**
 * @param demands what to ask of the provider besides, as `{ prompt: "login" }`
 * @returns where the sign-in provider wants the browser to go, or null when it cannot be reached.
 */
export async function startProviderSignIn(
  callbackUrl: string,
  demands: Record<string, string> = {},
): Promise<string | null> {
  try {
    const query = new URLSearchParams(demands).toString();
    const url = await postToAuth(`signin/oidc${query && `?${query}`}`, { callbackUrl });
    return url === null || url.searchParams.has("error") ? null : url.href;
  } catch {
    // As above: to the person at the button both mean the same.
    return null;
  }
}

/** The outcome of a sign-in travels in the address that next-auth wants to send the browser to. */
export function readSignInResult(url: URL): SignInResult {
  const error = url.searchParams.get("error");
  if (error === null) return { ok: true };
  if (error === "CredentialsSignin") return { ok: false, reason: "wrong_credentials" };
  const reason = PLAIN_REASONS.find((plain) => plain === error);
  if (reason) return { ok: false, reason };
  const throttled = /^too_many_attempts:(\d+)$/.exec(error);
  if (throttled) return { ok: false, reason: "too_many_attempts", retryAfterSeconds: Number(throttled[1]) };
  return { ok: false, reason: "unavailable" };
}

/** @returns whether it worked; the caller says so when it did not. */
export async function signOut(): Promise<boolean> {
  try {
    return (await postToAuth("signout", { callbackUrl: "/sign-in" })) !== null;
  } catch {
    return false;
  }
}

export async function renewSession(): Promise<"renewed" | "over" | "unknown"> {
  try {
    const response = await fetch("/api/auth/session", { cache: "no-store" });
    if (!response.ok) return "unknown";
    return readField(await response.json(), "expires") === null ? "over" : "renewed";
  } catch {
    // Offline for a moment is not signed out: the next activity asks again.
    return "unknown";
  }
}

/** The whole page, not a soft navigation: nothing of the old session may stay on the screen. */
export function goToSignIn() {
  const here = `${window.location.pathname}${window.location.search}${window.location.hash}`;
  window.location.assign(
    `/sign-in?${new URLSearchParams({ callbackUrl: here, reason: "session-over" }).toString()}`,
  );
}

/** Between the window in which somebody signed in anew and the page that waits for it. */
export const CONFIRMED_CHANNEL = "koppeling-confirmed";
