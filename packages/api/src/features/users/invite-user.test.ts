import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { loadSessionUser } from "./load-session-user";
import { verifyCredentials } from "./verify-credentials";

const password = "vier paarden in een regenbui";
let now = new Date();
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ clock: { now: () => now, sleep: async () => {} } });
  await stack.caller();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  await stack.deps.db.pool.query(
    "DELETE FROM users WHERE email <> 'admin@example.com'; TRUNCATE rate_limits, audit_logs",
  );
});

const invite = async (email = "vera@example.com") => {
  const caller = await stack.caller();
  const made = await caller.users.invite({ email, name: "Vera", role: "viewer" });
  return { ...made, token: new URL(made.inviteUrl).searchParams.get("token") ?? "" };
};
const visitor = () => stack.caller(null);
const signIn = (email: string, typed = password) =>
  verifyCredentials(stack.deps, { email, password: typed, deviceToken: null, ipAddress: "192.0.2.1" });
const over = { code: "NOT_FOUND", message: "invite_over" };

describe("users.invite", () => {
  it("gives a link with which somebody chooses a password, once", async () => {
    const { user, token, inviteUrl, expiresAt } = await invite(" Vera@Example.COM".trim());
    expect(inviteUrl).toMatch(/^http:\/\/localhost:3000\/accept-invite\?token=[\w-]{43}$/);
    expect(expiresAt).toEqual(new Date(now.getTime() + 72 * 3_600_000));
    expect(user).toMatchObject({
      email: "vera@example.com",
      role: "viewer",
      invitePending: true,
      isYou: false,
    });
    expect(await signIn("vera@example.com", "")).toBeNull();

    const { users } = await visitor();
    expect(await users.invitation({ token })).toEqual({ email: "vera@example.com", name: "Vera" });
    await expect(users.acceptInvite({ token, password: "Welkom12345!" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "weak_password",
    });
    expect(await users.acceptInvite({ token, password })).toEqual({ email: "vera@example.com" });
    expect(await signIn("vera@example.com")).toMatchObject({ role: "viewer", sessionVersion: 2 });
    await expect(users.acceptInvite({ token, password: `${password} 2` })).rejects.toMatchObject(over);
    await expect(users.invitation({ token })).rejects.toMatchObject(over);
    const actions = await stack.deps.db.prisma.auditLog.findMany({
      select: { action: true },
      orderBy: { createdAt: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual([
      "user.invite",
      "sign_in.failed",
      "user.accept_invite",
      "sign_in.success",
    ]);
  });

  it("keeps the link nowhere", async () => {
    const { token } = await invite();
    expect(JSON.stringify(await dumpDatabase(stack.deps.db))).not.toContain(token);
  });

  it("lapses after 72 hours, and a new link ends the old one", async () => {
    const first = await invite();
    const admin = await stack.caller();
    now = new Date(first.expiresAt.getTime() - 1000);
    const { users } = await visitor();
    expect(await users.invitation({ token: first.token })).toMatchObject({ name: "Vera" });
    now = first.expiresAt;
    await expect(users.acceptInvite({ token: first.token, password })).rejects.toMatchObject(over);
    expect((await admin.users.list()).items.find(({ name }) => name === "Vera")).toMatchObject({
      invitePending: false,
    });

    const second = await admin.users.renewInvite({ id: first.user.id });
    await expect(users.invitation({ token: first.token })).rejects.toMatchObject(over);
    const token = new URL(second.inviteUrl).searchParams.get("token") ?? "";
    await users.acceptInvite({ token, password });
    expect(await signIn("vera@example.com")).not.toBeNull();
  });

  it("resets a forgotten password: the old one works until the link is used, then sessions end", async () => {
    const { user, token } = await invite();
    const { users } = await visitor();
    await users.acceptInvite({ token, password });
    const renewed = await (await stack.caller()).users.renewInvite({ id: user.id });
    const session = await startTestSession(stack.deps, user.id);
    expect(await signIn("vera@example.com")).not.toBeNull();
    expect(await loadSessionUser(stack.deps, session)).not.toBeNull();
    await users.acceptInvite({
      token: new URL(renewed.inviteUrl).searchParams.get("token") ?? "",
      password: "een ander lang wachtwoord dan",
    });
    expect(await signIn("vera@example.com")).toBeNull();
    expect(await loadSessionUser(stack.deps, session)).toBeNull();
  });

  it("lets one of two win who use a link at once", async () => {
    const { token } = await invite();
    const { users } = await visitor();
    const outcomes = await Promise.allSettled(
      ["een", "twee", "drie"].map((word) => users.acceptInvite({ token, password: `${password} ${word}` })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is worth nothing once its user is disabled", async () => {
    const { user, token } = await invite();
    await (await stack.caller()).users.disable({ id: user.id });
    const { users } = await visitor();
    await expect(users.invitation({ token })).rejects.toMatchObject(over);
    await (await stack.caller()).users.enable({ id: user.id });
    await expect(users.acceptInvite({ token, password })).rejects.toMatchObject(over);
  });

  it("refuses an address that is there, and lets nobody guess links", async () => {
    await invite();
    await expect(invite("VERA@example.com")).rejects.toMatchObject({
      code: "CONFLICT",
      message: "email_taken",
    });
    const { users } = await visitor();
    for (let guess = 0; guess < 30; guess += 1)
      await expect(users.invitation({ token: `guess-${guess}` })).rejects.toMatchObject(over);
    await expect(users.invitation({ token: "one more" })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
  });
});
