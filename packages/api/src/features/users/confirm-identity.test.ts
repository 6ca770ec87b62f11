import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SessionUser } from "../../context";
import { createCaller } from "../../root";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { confirmByProvider } from "./confirm-identity";
import { createUser } from "./create-user";
import { loadSessionUser } from "./load-session-user";

const password = "correct horse battery";
let now = new Date();
let stack: TestStack;
let admin: string;
let other: string;
beforeAll(async () => {
  stack = await createTestStack({
    clock: { now: () => now, sleep: async () => {} },
    environment: {
      ...{ OIDC_ISSUER: "http://127.0.0.1:9", OIDC_CLIENT_ID: "koppeling", OIDC_CLIENT_SECRET: "a provider" },
      OIDC_NAME: "Zonnewende ID",
    },
  });
  const { deps } = stack;
  admin = (await createUser(deps, { email: "ada@example.com", password, role: "admin" })).id;
  other = (await createUser(deps, { email: "bob@example.com", password, role: "admin" })).id;
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  await stack.deps.db.pool.query("TRUNCATE audit_logs, rate_limits, sessions, user_invites");
});

/** Somebody who has just signed in, and their procedures. */
async function signIn(userId = admin, how: Parameters<typeof startTestSession>[2] = {}) {
  const user = await loadSessionUser(stack.deps, await startTestSession(stack.deps, userId, how));
  if (!user) throw new Error("no session");
  const context = { deps: stack.deps, user, locale: "nl" as const, ipAddress: "192.0.2.1", requestId: "r" };
  const { users, fathomSettings } = createCaller(context);
  return { user, users, fathomSettings };
}
const required = { code: "FORBIDDEN", message: "confirmation_required" };
const audited = async () =>
  (await stack.deps.db.prisma.auditLog.findMany({ orderBy: { createdAt: "asc" } })).map(
    ({ action }) => action,
  );

describe("a stolen session", () => {
  it("gives no link, no admin and no secret: each asks for the password anew", async () => {
    const { users, fathomSettings } = await signIn();
    await expect(users.renewInvite({ id: admin })).rejects.toMatchObject(required);
    await expect(users.renewInvite({ id: other })).rejects.toMatchObject(required);
    await expect(users.invite({ email: "eve@example.com", role: "admin" })).rejects.toMatchObject(required);
    await expect(fathomSettings.update({ apiKey: null })).rejects.toMatchObject(required);
    expect(await stack.deps.db.prisma.userInvite.count()).toBe(0);
    expect(await audited()).toEqual([]);
  });

  it("locks nobody out: other sessions end, one's own and another's, once the password was given", async () => {
    const [thief, owner] = [await signIn(), await signIn()];
    const version = async () =>
      (await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { id: other } })).sessionVersion;
    const before = await version();
    await expect(thief.users.endSession({ id: owner.user.session?.id ?? "" })).rejects.toMatchObject(
      required,
    );
    await expect(thief.users.endOtherSessions()).rejects.toMatchObject(required);
    await expect(thief.users.signOutEverywhere()).rejects.toMatchObject(required);
    await expect(thief.users.signOutEverywhere({ id: other })).rejects.toMatchObject(required);
    expect(await stack.deps.db.prisma.session.count()).toBe(2);
    expect(await version()).toBe(before);
    // What one is signed in by oneself may go: that is signing out.
    await thief.users.endSession({ id: thief.user.session?.id ?? "" });
    await owner.users.confirmIdentity({ password });
    await owner.users.signOutEverywhere({ id: other });
    expect(await version()).toBe(before + 1);
  });

  it("uses up no guesses but its own", async () => {
    const [thief, owner] = [await signIn(), await signIn()];
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(thief.users.confirmIdentity({ password: "a guess" })).rejects.toMatchObject({
        message: "wrong_password",
      });
    await expect(thief.users.confirmIdentity({ password })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
    await owner.users.confirmIdentity({ password });
  });

  it("gets five guesses at the password, over all that asks for it", async () => {
    const { users, fathomSettings } = await signIn();
    const wrong = { code: "FORBIDDEN", message: "wrong_password" };
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(users.confirmIdentity({ password: "a guess" })).rejects.toMatchObject(wrong);
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(fathomSettings.reveal({ field: "apiKey", password: "a guess" })).rejects.toMatchObject(
        wrong,
      );
    await expect(users.changePassword({ current: "a guess", next: "x" })).rejects.toMatchObject(wrong);
    await expect(users.confirmIdentity({ password })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect(await audited()).toEqual([
      "user.confirm_identity_denied",
      "user.confirm_identity_denied",
      "settings.reveal_denied",
      "settings.reveal_denied",
      "user.change_password_denied",
    ]);
  });
});

describe("users.confirmIdentity", () => {
  it("holds for ten minutes, in this session alone", async () => {
    const [here, there] = [await signIn(), await signIn()];
    await here.users.confirmIdentity({ password });
    await expect(there.users.renewInvite({ id: other })).rejects.toMatchObject(required);
    now = new Date(now.getTime() + 10 * 60_000 - 1000);
    await here.users.renewInvite({ id: other });
    now = new Date(now.getTime() + 2000);
    await expect(here.users.renewInvite({ id: other })).rejects.toMatchObject(required);
    expect(await audited()).toEqual(["user.confirm_identity", "user.renew_invite"]);
  });

  it("gives nobody a one-time link for themselves", async () => {
    const { users } = await signIn();
    await users.confirmIdentity({ password });
    await expect(users.renewInvite({ id: admin })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "own_link",
    });
    expect(await stack.deps.db.prisma.userInvite.count()).toBe(0);
  });

  it("is no answer of a session that has ended", async () => {
    const { users, user } = await signIn();
    await users.confirmIdentity({ password });
    await users.endSession({ id: user.session?.id ?? "" });
    await expect(users.renewInvite({ id: other })).rejects.toMatchObject(required);
    await expect(users.confirmIdentity({ password })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("a fresh sign-in with the provider", () => {
  const seconds = () => Math.floor(now.getTime() / 1000);
  const answer = (user: SessionUser, authTime: unknown) =>
    confirmByProvider(stack.deps, user, { authTime }, { userId: user.id, ipAddress: null });

  it("is the answer of whoever has no password, once it was asked for", async () => {
    const { deps } = stack;
    const { id } = await createUser(deps, { email: "cleo@example.com", password, role: "admin" });
    await deps.db.pool.query("UPDATE users SET password_hash = NULL WHERE id = $1", [id]);
    const { user, users, fathomSettings } = await signIn(id, { way: "oidc" });
    expect(await users.confirmation()).toMatchObject({ password: false, provider: "Zonnewende ID" });
    await expect(users.confirmIdentity({ password: "x" })).rejects.toMatchObject({
      message: "wrong_password",
    });
    // Nothing was asked: this is a sign-in as any other.
    expect(await answer(user, seconds())).toBe(false);
    await users.awaitProvider();
    expect(await answer(user, undefined)).toBe(false);
    expect(await answer(user, seconds() - 61)).toBe(false);
    await expect(fathomSettings.reveal({ field: "apiKey", password: "x" })).rejects.toMatchObject(required);
    expect(await answer(user, seconds())).toBe(true);
    await users.renewInvite({ id: other });
    // Nothing is guessed at, so that nothing is counted either.
    for (let attempt = 0; attempt < 6; attempt += 1)
      expect(await fathomSettings.reveal({ field: "apiKey", password: "x" })).toHaveProperty("value");
    // Once for each question.
    expect(await answer(user, seconds())).toBe(false);
  });

  it("comes too late after ten minutes", async () => {
    const { user, users } = await signIn();
    await users.awaitProvider();
    now = new Date(now.getTime() + 10 * 60_000 + 1000);
    expect(await answer(user, seconds())).toBe(false);
  });
});
