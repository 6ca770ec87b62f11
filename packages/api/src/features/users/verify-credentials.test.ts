import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../errors";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { createUser } from "./create-user";
import { verifyPassword } from "./hash-password";
import { limitAttempts } from "../../limit-attempts";
import { verifyCredentials } from "./verify-credentials";

const email = "ada@example.com";
const password = "correct horse battery";
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  await stack.deps.db.pool.query("TRUNCATE users, audit_logs, rate_limits CASCADE");
  await createUser(stack.deps, { email, name: "Ada", password, role: "admin" });
});

type Typed = { email?: string; password?: string; ipAddress?: string | null; deviceToken?: string | null };
const signIn = (input: Typed = {}) =>
  verifyCredentials(stack.deps, { email, password, deviceToken: null, ipAddress: "192.0.2.1", ...input });
const audited = async () =>
  (
    await stack.deps.db.prisma.auditLog.findMany({
      where: { action: { startsWith: "sign_in." } },
      orderBy: { createdAt: "asc" },
      select: { action: true, subject: true, ipAddress: true, userId: true },
    })
  ).map(({ action, subject, ipAddress, userId }) => ({ action, subject, ipAddress, known: userId !== null }));

describe("verifyCredentials", () => {
  it("knows a user by any spelling of the address, and writes the sign-in down", async () => {
    expect(await signIn({ email: " Ada@EXAMPLE.com" })).toMatchObject({
      email,
      name: "Ada",
      role: "admin",
      sessionVersion: 1,
    });
    expect(await audited()).toEqual([
      { action: "sign_in.success", subject: email, ipAddress: "192.0.2.1", known: true },
    ]);
    expect(
      (await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { email } })).lastSignInAt,
    ).not.toBeNull();
  });

  it("says no in the same way to a wrong password, an unknown address and a disabled user", async () => {
    expect(await signIn({ password: "wrong horse battery" })).toBeNull();
    expect(await signIn({ email: "nobody@example.com" })).toBeNull();
    await stack.deps.db.prisma.user.update({ where: { email }, data: { active: false } });
    expect(await signIn()).toBeNull();
    expect(await audited()).toEqual([
      { action: "sign_in.failed", subject: email, ipAddress: "192.0.2.1", known: true },
      { action: "sign_in.failed", subject: "nobody@example.com", ipAddress: "192.0.2.1", known: false },
      { action: "sign_in.failed", subject: email, ipAddress: "192.0.2.1", known: true },
    ]);
  });

  it("knows nobody without a password, whatever is typed", async () => {
    await stack.deps.db.prisma.user.update({ where: { email }, data: { passwordHash: null } });
    for (const typed of ["", "null", password]) expect(await signIn({ password: typed })).toBeNull();
  });

  it.each(["", "@", "a\0b@example.com", "\ud800@example.com", "x".repeat(10_000), "' OR 1=1 --"])(
    "says no to an address that is none: %j",
    async (typed) => {
      expect(await signIn({ email: typed })).toBeNull();
    },
  );

  it("counts attempts for an account, so that fifty at once get ten tries", async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => signIn({ password: `wrong horse battery ${index}` })),
    );
    const refused = attempts.flatMap((attempt) =>
      attempt.status === "rejected" ? [attempt.reason as unknown] : [],
    );
    expect(refused).toHaveLength(40);
    for (const reason of refused) expect(reason).toMatchObject({ code: "too_many_attempts" });
    const written = await audited();
    expect(written.filter(({ action }) => action === "sign_in.failed")).toHaveLength(10);
    // Forty refusals are one event.
    expect(written.filter(({ action }) => action === "sign_in.blocked")).toHaveLength(1);
    // The right password does not get through either, in any spelling of the address; another account does.
    await expect(signIn({ email: "ADA@example.com" })).rejects.toBeInstanceOf(AppError);
    expect(await signIn({ email: "bob@example.com", ipAddress: "192.0.2.2" })).toBeNull();
  });

  it("gives a thousand addresses thirty guesses between them, and leaves the user's own place open", async () => {
    const home = "198.51.100.7";
    expect(await signIn({ ipAddress: home })).not.toBeNull();
    const attempts = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        signIn({ password: `wrong horse battery ${index}`, ipAddress: `192.0.2.${index}` }),
      ),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
    await expect(signIn({ ipAddress: "203.0.113.9" })).rejects.toMatchObject({ code: "too_many_attempts" });
    expect(await signIn({ ipAddress: home })).not.toBeNull();
    // An attacker at the same place is slowed down there, as everywhere.
    for (let attempt = 0; attempt < 10; attempt++)
      await signIn({ password: "wrong horse battery", ipAddress: home });
    await expect(signIn({ ipAddress: home })).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  it("forgets an address from which nobody has signed in for long", async () => {
    const home = "198.51.100.7";
    await signIn({ ipAddress: home });
    await stack.deps.db.pool.query("UPDATE audit_logs SET created_at = created_at - interval '61 days'");
    for (let attempt = 0; attempt < 30; attempt++)
      await limitAttempts(stack.deps, "sign_in_account", { subject: email });
    await expect(signIn({ ipAddress: home })).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  it("begins to count anew after a success, and after the time that it told", async () => {
    for (let attempt = 0; attempt < 9; attempt++) await signIn({ password: "wrong horse battery" });
    expect(await signIn()).not.toBeNull();
    for (let attempt = 0; attempt < 10; attempt++) await signIn({ password: "wrong horse battery" });
    const refused: unknown = await signIn().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect((refused as AppError).retryAfterSeconds).toBeGreaterThan(0);
    expect((refused as AppError).retryAfterSeconds).toBeLessThanOrEqual(600);
    await stack.deps.db.pool.query("UPDATE rate_limits SET expire = $1", [Date.now() - 1]);
    expect(await signIn()).not.toBeNull();
  });

  it("counts attempts from one address over all accounts", async () => {
    for (let attempt = 0; attempt < 50; attempt++)
      await limitAttempts(stack.deps, "sign_in_address", { address: "192.0.2.1" });
    await expect(signIn({ email: "bob@example.com" })).rejects.toMatchObject({ code: "too_many_attempts" });
    expect(await signIn({ ipAddress: "192.0.2.2" })).not.toBeNull();
    expect(await signIn({ ipAddress: null })).not.toBeNull();
  });

  it("counts together with other processes", async () => {
    await using other = await createTestStack({ environment: { DATABASE_URL: stack.databaseUrl } });
    for (let attempt = 0; attempt < 5; attempt++) {
      await signIn({ password: "wrong horse battery" });
      await verifyCredentials(other.deps, {
        email,
        password: "wrong horse battery",
        deviceToken: null,
        ipAddress: "192.0.2.1",
      });
    }
    await expect(signIn()).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  it("gives a browser that the account knows a place of its own, which no stranger can close", async () => {
    const { id } = await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { email } });
    await startTestSession(stack.deps, id, { deviceToken: "her-browser" });
    const hers = { deviceToken: "her-browser" };
    const wrong = { password: "wrong horse battery" };
    for (let attempt = 0; attempt < 10; attempt++) await signIn(wrong);
    await expect(signIn()).rejects.toMatchObject({ code: "too_many_attempts" });
    await expect(signIn({ deviceToken: "another" })).rejects.toMatchObject({ code: "too_many_attempts" });
    for (let attempt = 0; attempt < 60; attempt++)
      await limitAttempts(stack.deps, "sign_in_address", { address: "192.0.2.1" }).catch(() => undefined);
    expect(await signIn(hers)).not.toBeNull();
    // Whoever sits at it still gets ten guesses, and no other account is known in it.
    for (let attempt = 0; attempt < 10; attempt++) await signIn({ ...hers, ...wrong });
    await expect(signIn(hers)).rejects.toMatchObject({ code: "too_many_attempts" });
    await expect(signIn({ ...hers, email: "bob@example.com" })).rejects.toMatchObject({
      code: "too_many_attempts",
    });
  });

  it("counts the addresses of one IPv6 network as one client, and knows who counts by keyed hashes alone", async () => {
    const from = (index: number) => ({
      ipAddress: `2001:db8:1:2::${index}`,
      password: "wrong horse battery",
    });
    for (let attempt = 0; attempt < 10; attempt++) await signIn(from(attempt + 1));
    await expect(signIn(from(99))).rejects.toMatchObject({ code: "too_many_attempts" });
    expect(await signIn({ ipAddress: "2001:db8:1:3::1" })).not.toBeNull();
    const kept = await stack.deps.db.prisma.rateLimit.findMany({ select: { key: true } });
    expect(kept.length).toBeGreaterThan(0);
    for (const { key } of kept) expect(key).toMatch(/^\w+:[\w-]{43}$/);
  });

  it("writes so many failures down one by one, and then that there are more", async () => {
    for (let attempt = 0; attempt < 500; attempt++) await limitAttempts(stack.deps, "sign_in_failure", {});
    for (let attempt = 0; attempt < 3; attempt++) await signIn({ password: "wrong horse battery" });
    expect(await audited()).toEqual([
      { action: "sign_in.many_failed", subject: null, ipAddress: null, known: false },
    ]);
  });

  it("hashes few passwords at once, lets some wait, and keeps places for browsers that are known", async () => {
    const { id } = await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { email } });
    await startTestSession(stack.deps, id, { deviceToken: "her-browser" });
    const strangers = Promise.allSettled(
      Array.from({ length: 200 }, () => verifyPassword(null, "wrong horse battery", "stranger")),
    );
    expect(await signIn({ deviceToken: "her-browser" })).not.toBeNull();
    const results = await strangers;
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "too_busy" });
    // Two are hashed at once and sixty wait; on a slow machine some of those give up.
    expect(results.length - refused.length).toBeGreaterThan(2);
    expect(results.length - refused.length).toBeLessThanOrEqual(62);
  });
});
