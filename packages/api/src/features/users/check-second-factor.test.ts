import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { createCaller } from "../../root";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { rotateKey } from "../settings/rotate-key";
import { SYSTEM } from "../../context";
import { createTotp } from "./create-totp";
import { createUser } from "./create-user";
import { loadSessionUser } from "./load-session-user";
import { resetSecondFactor } from "./remove-second-factor";
import { verifyCredentials } from "./verify-credentials";

const email = "ada@example.com";
const password = "correct horse battery";
let now = new Date();
let stack: TestStack;
let id: string;
const clock = { now: () => now, sleep: async () => {} };
beforeAll(async () => {
  stack = await createTestStack({ clock });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date("2026-11-27T12:00:10Z");
  await stack.deps.db.pool.query("DELETE FROM users; TRUNCATE audit_logs, rate_limits, system_settings");
  id = (await createUser(stack.deps, { email, password, role: "admin" })).id;
});

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const signIn = (code?: string, typed = password, ipAddress = "192.0.2.1") =>
  verifyCredentials(stack.deps, { email, password: typed, code, deviceToken: null, ipAddress });
const codeOf = (secret: string) => createTotp(secret).generate({ timestamp: now.getTime() });
const audited = async () =>
  (await stack.deps.db.prisma.auditLog.findMany({ orderBy: { createdAt: "asc" } })).map(
    ({ action }) => action,
  );

/** Somebody who has just signed in, and perhaps given their password anew. */
async function start(confirmed = true, userId = id) {
  const user = await loadSessionUser(stack.deps, await startTestSession(stack.deps, userId));
  const context = { deps: stack.deps, user, locale: "nl" as const, ipAddress: "192.0.2.1", requestId: "r" };
  const { users, fathomSettings, overview } = createCaller(context);
  if (confirmed) await users.confirmIdentity({ password });
  return { users, fathomSettings, overview };
}

/** @returns what the app and the user keep; the code that switched it on is used up */
async function enrol() {
  const { users } = await start();
  const { secret } = await users.secondFactor.begin();
  const { recoveryCodes } = await users.secondFactor.enrol({ code: codeOf(secret) });
  later(30);
  return { users, secret, recoveryCodes };
}

/** What comes of an act that meets a change of the row which is committed only once the act waits for it. */
async function whileLocked<T>(change: string, act: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const client = await stack.deps.db.pool.connect();
  try {
    await client.query(`BEGIN; ${change}`);
    const acting = Promise.allSettled([act()]);
    await vi.waitFor(async () => {
      const { rows } = await stack.deps.db.pool.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      expect(rows.length).toBeGreaterThan(0);
    }, 10_000);
    await client.query("COMMIT");
    return (await acting)[0];
  } finally {
    client.release();
  }
}

describe("a second factor", () => {
  it("is on once the app has shown a right code, and then asked for after the password", async () => {
    const { users } = await start(false);
    await expect(users.secondFactor.begin()).rejects.toMatchObject({ message: "confirmation_required" });
    await users.confirmIdentity({ password });
    const { secret, qrCode } = await users.secondFactor.begin();
    expect(Buffer.from(qrCode.split(",")[1] ?? "", "base64").toString()).toMatch(/^<svg/);
    expect(await signIn()).not.toBeNull();
    await expect(users.secondFactor.enrol({ code: "000000" })).rejects.toMatchObject({
      message: "wrong_code",
    });
    expect((await users.secondFactor.status()).on).toBe(false);
    const { recoveryCodes } = await users.secondFactor.enrol({ code: ` ${codeOf(secret)} ` });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await users.secondFactor.status()).toEqual({ on: true, recoveryCodesLeft: 10, required: false });
    await expect(users.secondFactor.begin()).rejects.toMatchObject({ message: "second_factor_present" });

    later(30);
    await expect(signIn()).rejects.toMatchObject({ code: "second_factor_needed" });
    await expect(signIn("000000")).rejects.toMatchObject({ code: "wrong_code" });
    // Whoever does not know the password learns nothing of it.
    expect(await signIn("000000", "another password")).toBeNull();
    expect(await signIn(codeOf(secret))).toMatchObject({ email });
    expect(await audited()).toContain("user.second_factor_denied");
  });

  it("takes no code twice, nor an earlier one after a later one, also of two at once", async () => {
    const { secret } = await enrol();
    const code = codeOf(secret);
    const outcomes = await Promise.allSettled([signIn(code), signIn(code)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    later(30);
    await expect(signIn(code)).rejects.toMatchObject({ code: "wrong_code" });
    // The one before still counts on a slow phone, and the one after on a fast one.
    const previous = codeOf(secret);
    later(30);
    expect(await signIn(previous)).not.toBeNull();
    later(90);
    await expect(signIn(previous)).rejects.toMatchObject({ code: "wrong_code" });
  });

  it("takes each recovery code once, in any spelling", async () => {
    const { recoveryCodes, users } = await enrol();
    const [code = ""] = recoveryCodes;
    expect(await signIn(code.toLowerCase().replaceAll("-", " "))).not.toBeNull();
    await expect(signIn(code)).rejects.toMatchObject({ code: "wrong_code" });
    expect((await users.secondFactor.status()).recoveryCodesLeft).toBe(9);
    const fresh = await users.secondFactor.renewRecoveryCodes();
    await expect(signIn(recoveryCodes[1])).rejects.toMatchObject({ code: "wrong_code" });
    expect(await signIn(fresh.recoveryCodes[0])).not.toBeNull();
    expect(await audited()).toContain("user.use_recovery_code");
  });

  it("can be guessed at ten times in half an hour, over sign-in and confirmation", async () => {
    const { secret } = await enrol();
    const { users } = await start(false);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(signIn("000000")).rejects.toMatchObject({ code: "wrong_code" });
      await expect(users.confirmIdentity({ password, code: "000000" })).rejects.toMatchObject({
        message: "wrong_code",
      });
    }
    await expect(signIn(codeOf(secret))).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  it("locks nobody out of where they work when another who has the password guesses at it", async () => {
    const { secret } = await enrol();
    expect(await signIn(codeOf(secret))).not.toBeNull();
    later(30);
    const outcomes: string[] = [];
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      const guess = await signIn("000000", password, `198.51.100.${attempt}`).catch(
        (error: unknown) => error,
      );
      outcomes.push((guess as { code: string }).code);
    }
    // Elsewhere ten in all, from however many addresses.
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => "wrong_code"), "too_many_attempts"]);
    const { users } = await start(false);
    await users.confirmIdentity({ password, code: codeOf(secret) });
    later(30);
    expect(await signIn(codeOf(secret))).not.toBeNull();
  });

  it("keeps its secret when it is switched on while it is begun again", async () => {
    const { users } = await start();
    await users.secondFactor.begin();
    const before = await stack.deps.db.prisma.secondFactor.findUniqueOrThrow({ where: { userId: id } });
    const again = await whileLocked("UPDATE second_factors SET confirmed_at = now()", () =>
      users.secondFactor.begin(),
    );
    expect(again).toMatchObject({ status: "rejected", reason: { message: "second_factor_present" } });
    expect(
      await stack.deps.db.prisma.secondFactor.findUniqueOrThrow({ where: { userId: id } }),
    ).toMatchObject({ secret: before.secret });
  });

  it("is not switched on by a code of the secret before", async () => {
    const { users } = await start();
    const { secret } = await users.secondFactor.begin();
    const enrolled = await whileLocked("UPDATE second_factors SET secret = 'another'", () =>
      users.secondFactor.enrol({ code: codeOf(secret) }),
    );
    expect(enrolled).toMatchObject({ status: "rejected", reason: { message: "wrong_code" } });
    expect((await users.secondFactor.status()).on).toBe(false);
  });

  it("is asked for in a confirmation, and so before a secret is shown", async () => {
    const { secret } = await enrol();
    const { users, fathomSettings } = await start(false);
    await stack.deps.db.pool.query("UPDATE sessions SET confirmed_at = NULL");
    expect(await users.confirmation()).toMatchObject({ password: true, code: true, confirmed: false });
    await expect(users.confirmIdentity({ password })).rejects.toMatchObject({
      message: "second_factor_needed",
    });
    const reveal = () => fathomSettings.reveal({ field: "apiKey", password });
    await expect(reveal()).rejects.toMatchObject({ message: "confirmation_required" });
    await users.confirmIdentity({ password, code: codeOf(secret) });
    expect(await reveal()).toHaveProperty("value");
  });

  it("is sealed, bound to its user, sealed anew with the other secrets, and its codes are hashes", async () => {
    const { secret, recoveryCodes } = await enrol();
    const dump = JSON.stringify(await dumpDatabase(stack.deps.db));
    for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll("-", ""))])
      expect(dump).not.toContain(text);
    expect(await rotateKey(stack.deps, SYSTEM)).toMatchObject({ resealed: 0, current: 1 });
    const other = (await createUser(stack.deps, { email: "bob@example.com", password, role: "admin" })).id;
    await stack.deps.db.pool.query(
      `INSERT INTO second_factors (user_id, secret, confirmed_at) SELECT $1, secret, confirmed_at FROM second_factors`,
      [other],
    );
    const asOther = verifyCredentials(stack.deps, {
      ...{ email: "bob@example.com", password, code: codeOf(secret), deviceToken: null, ipAddress: null },
    });
    await expect(asOther).rejects.toMatchObject({ code: "wrong_code" });
  });

  it("is switched off by its user, and taken away by an admin or the command line, who leave word", async () => {
    const stale = await start(false);
    const first = await enrol();
    await first.users.secondFactor.remove();
    expect(await signIn()).not.toBeNull();
    await enrol();
    // A session from before all this, as whoever is not at it themselves would have one.
    const kinds = async () => (await stale.users.notices()).items.map(({ kind }) => kind);
    expect((await kinds()).toSorted()).toEqual([
      "second_factor_enrolled",
      "second_factor_enrolled",
      "second_factor_removed",
    ]);
    expect((await first.users.notices()).items.map(({ kind }) => kind)).toEqual(["second_factor_enrolled"]);
    await stack.deps.db.pool.query("TRUNCATE user_notices");
    const admin = await createUser(stack.deps, { email: "bob@example.com", password, role: "admin" });
    const { users } = await start(true, admin.id);
    expect(await users.secondFactor.reset({ id })).toMatchObject({ email, secondFactor: false });
    expect(await signIn()).not.toBeNull();
    expect((await (await start()).users.notices()).items).toMatchObject([{ kind: "second_factor_reset" }]);
    await enrol();
    expect(await resetSecondFactor(stack.deps, { email: "ADA@example.com" })).toBe(true);
    expect(await resetSecondFactor(stack.deps, { email })).toBe(false);
    expect((await audited()).filter((action) => action === "user.reset_second_factor")).toHaveLength(2);
    await expect(resetSecondFactor(stack.deps, { email: "nobody@example.com" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a required second factor", () => {
  it("leaves who has none nothing else to do, at once, until it is there", async () => {
    const before = await start();
    await before.users.secondFactor.setPolicy({ policy: "admins" });
    const viewer = await createUser(stack.deps, { email: "vera@example.com", password, role: "viewer" });
    await (await start(true, viewer.id)).overview.get();

    const { users, overview } = await start();
    const required = { code: "FORBIDDEN", message: "second_factor_required" };
    await expect(overview.get()).rejects.toMatchObject(required);
    await expect(users.list()).rejects.toMatchObject(required);
    await expect(users.secondFactor.setPolicy({ policy: "nobody" })).rejects.toMatchObject(required);
    await expect(users.endOtherSessions()).rejects.toMatchObject(required);
    expect((await users.me()).email).toBe(email);
    const { secret } = await users.secondFactor.begin();
    await users.secondFactor.enrol({ code: codeOf(secret) });
    later(30);
    const after = await start(false);
    await after.overview.get();
    await after.users.confirmIdentity({ password, code: codeOf(secret) });
    await after.users.secondFactor.setPolicy({ policy: "everyone" });
    await expect((await start(false, viewer.id)).overview.get()).rejects.toMatchObject(required);
  });

  it("is the provider's matter for who signs in there", async () => {
    const { users } = await start();
    await users.secondFactor.setPolicy({ policy: "everyone" });
    const session = await startTestSession(stack.deps, id, { way: "oidc" });
    expect((await loadSessionUser(stack.deps, session))?.session?.mustEnrol).toBe(false);
  });
});
