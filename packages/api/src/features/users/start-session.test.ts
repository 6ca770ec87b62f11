import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { createCaller } from "../../root";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { createUser } from "./create-user";
import { loadSessionUser } from "./load-session-user";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const password = "correct horse battery";
let now = new Date();
let stack: TestStack;
let id: string;
beforeAll(async () => {
  stack = await createTestStack({ clock: { now: () => now, sleep: async () => {} } });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  await stack.deps.db.pool.query("DELETE FROM users; TRUNCATE audit_logs, rate_limits");
  const made = { email: "vera@example.com", password, role: "viewer" as const };
  id = (await createUser(stack.deps, made)).id;
});

async function signIn(how: Parameters<typeof startTestSession>[2] = {}) {
  const session = await startTestSession(stack.deps, id, how);
  const user = await loadSessionUser(stack.deps, session);
  const context = { deps: stack.deps, user, locale: "nl" as const, ipAddress: "192.0.2.7", requestId: "r" };
  return { session, users: createCaller(context).users };
}
const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
const actions = async () =>
  (await stack.deps.db.prisma.auditLog.findMany({ orderBy: { createdAt: "asc" } })).map(
    ({ action }) => action,
  );

describe("one's sessions", () => {
  it("say when, on what and from where, which is this one, and when they were last used", async () => {
    const phone = await signIn({ userAgent: SAFARI, ipAddress: "198.51.100.4", deviceToken: "phone" });
    const began = now;
    later(1);
    const { users } = await signIn({ userAgent: FIREFOX, deviceToken: "laptop" });
    expect((await users.sessions()).items).toEqual([
      expect.objectContaining({
        device: "Firefox, Linux",
        ipAddress: "127.0.0.1",
        isThis: true,
        createdAt: now,
      }),
      expect.objectContaining({
        ...{ id: phone.session.sessionId, device: "Safari, iOS", ipAddress: "198.51.100.4" },
        ...{ isThis: false, createdAt: began, lastSeenAt: began },
      }),
    ]);
    later(3);
    await loadSessionUser(stack.deps, phone.session);
    expect((await users.sessions()).items[1]?.lastSeenAt).toEqual(began);
    later(3);
    await loadSessionUser(stack.deps, phone.session);
    expect((await users.sessions()).items[0]).toMatchObject({ device: "Safari, iOS", lastSeenAt: now });
  });

  it("end one by one and all others at once; nobody ends another's", async () => {
    const [one, two, three] = [await signIn(), await signIn(), await signIn()];
    await three.users.confirmIdentity({ password });
    await three.users.endSession({ id: one.session.sessionId });
    expect(await loadSessionUser(stack.deps, one.session)).toBeNull();
    expect(await loadSessionUser(stack.deps, two.session)).not.toBeNull();
    expect(await three.users.endOtherSessions()).toEqual({ ended: 1 });
    expect(await loadSessionUser(stack.deps, two.session)).toBeNull();
    expect(await loadSessionUser(stack.deps, three.session)).not.toBeNull();
    const stranger = await stack.caller("viewer");
    await expect(stranger.users.endSession({ id: three.session.sessionId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await loadSessionUser(stack.deps, three.session)).not.toBeNull();
    expect(await actions()).toContain("user.end_sessions");
  });

  it("are over after an hour without use and twelve hours in any case", async () => {
    const idle = await signIn();
    const busy = await signIn();
    for (let minutes = 0; minutes < 11 * 60; minutes += 30) {
      later(30);
      expect(await loadSessionUser(stack.deps, busy.session)).not.toBeNull();
    }
    expect(await loadSessionUser(stack.deps, idle.session)).toBeNull();
    for (const minutes of [30, 31]) {
      later(minutes);
      await loadSessionUser(stack.deps, busy.session);
    }
    expect(await loadSessionUser(stack.deps, busy.session)).toBeNull();
  });

  it("opens nothing that has no session in the database", async () => {
    const made = { userId: id, sessionVersion: 1, sessionId: crypto.randomUUID() };
    expect(await loadSessionUser(stack.deps, made)).toBeNull();
  });
});

describe("a notice", () => {
  it("of a sign-in from a new browser is told in the other sessions, until it is put away", async () => {
    const first = await signIn({ userAgent: FIREFOX, deviceToken: "laptop" });
    const again = await signIn({ userAgent: FIREFOX, deviceToken: "laptop" });
    expect((await again.users.notices()).items).toEqual([]);
    later(1);
    const stranger = await signIn({ userAgent: SAFARI, ipAddress: "198.51.100.4", deviceToken: "another" });
    expect(await actions()).toContain("sign_in.new_device");
    // Who came in cannot put it away.
    expect((await stranger.users.notices()).items).toEqual([]);
    const [notice] = (await first.users.notices()).items;
    expect(notice).toMatchObject({ kind: "new_device", device: "Safari, iOS", ipAddress: "198.51.100.4" });
    await stranger.users.dismissNotice({ id: notice?.id ?? "" });
    expect((await first.users.notices()).items).toHaveLength(1);
    await first.users.dismissNotice({ id: notice?.id ?? "" });
    expect((await again.users.notices()).items).toEqual([]);
  });

  it("of a new browser is for those that were known before it, however often the new one signs in", async () => {
    const mine = await signIn({ deviceToken: "laptop" });
    later(1);
    const thief = await signIn({ userAgent: SAFARI, deviceToken: "another" });
    later(1);
    const again = await signIn({ userAgent: SAFARI, deviceToken: "another" });
    const [notice] = (await mine.users.notices()).items;
    for (const { users } of [thief, again]) {
      expect((await users.notices()).items).toEqual([]);
      await users.dismissNotice({ id: notice?.id ?? "" });
    }
    later(1);
    const third = await signIn({ userAgent: FIREFOX, deviceToken: "a third" });
    await third.users.dismissNotice({ id: notice?.id ?? "" });
    expect((await third.users.notices()).items).toEqual([]);
    expect((await again.users.notices()).items).toMatchObject([{ device: "Firefox, Linux" }]);
    expect((await mine.users.notices()).items).toMatchObject([
      { device: "Firefox, Linux" },
      { device: "Safari, iOS" },
    ]);
  });

  it("of a new password is told at the next sign-in", async () => {
    const { users } = await signIn();
    await users.changePassword({
      current: password,
      next: "vier paarden in een regenbui",
    });
    const next = await signIn();
    expect((await next.users.notices()).items).toMatchObject([
      { kind: "password_changed", ipAddress: "192.0.2.7" },
    ]);
  });
});

it("keeps the browser's token as a hash", async () => {
  await signIn({ deviceToken: "a-token-to-look-for" });
  expect(JSON.stringify(await dumpDatabase(stack.deps.db))).not.toContain("a-token-to-look-for");
});
