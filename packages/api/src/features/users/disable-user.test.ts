import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { createUser } from "./create-user";
import { disableUser } from "./disable-user";
import { loadSessionUser } from "./load-session-user";
import { verifyCredentials } from "./verify-credentials";

const password = "correct horse battery";
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  await stack.deps.db.pool.query("TRUNCATE users, audit_logs, rate_limits CASCADE");
  await createUser(stack.deps, { email: "ada@example.com", name: "Ada", password, role: "admin" });
});
const add = (email: string, role: "admin" | "viewer") => createUser(stack.deps, { email, password, role });
const activeAdmins = () => stack.deps.db.prisma.user.count({ where: { role: "admin", active: true } });

describe("disableUser", () => {
  it("ends the user's access and open sessions, once", async () => {
    const { id } = await add("vera@example.com", "viewer");
    const session = await startTestSession(stack.deps, id);
    expect(await loadSessionUser(stack.deps, session)).not.toBeNull();
    await disableUser(stack.deps, { email: "VERA@example.com" });
    await disableUser(stack.deps, { email: "vera@example.com" });
    expect(await loadSessionUser(stack.deps, session)).toBeNull();
    expect(
      await verifyCredentials(stack.deps, {
        email: "vera@example.com",
        password,
        deviceToken: null,
        ipAddress: null,
      }),
    ).toBeNull();
    expect(await stack.deps.db.prisma.user.findUnique({ where: { id } })).toMatchObject({
      active: false,
      sessionVersion: 2,
    });
    expect(await stack.deps.db.prisma.auditLog.count({ where: { action: "user.disable" } })).toBe(1);
  });

  it("keeps the last admin, whoever else there is", async () => {
    await add("vera@example.com", "viewer");
    await expect(disableUser(stack.deps, { email: "ada@example.com" })).rejects.toMatchObject({
      code: "last_admin",
    });
    const { id } = await add("bob@example.com", "admin");
    const session = await startTestSession(stack.deps, id);
    await disableUser(stack.deps, { email: "ada@example.com" });
    await expect(disableUser(stack.deps, { email: "bob@example.com" })).rejects.toMatchObject({
      code: "last_admin",
    });
    expect(await loadSessionUser(stack.deps, session)).not.toBeNull();
    // A session that carries the version from before never comes back.
    await disableUser(stack.deps, { email: "vera@example.com" });
  });

  it("keeps one when all admins are disabled at once", async () => {
    const emails = ["ada@example.com", "bob@example.com", "cleo@example.com", "dirk@example.com"];
    for (const email of emails.slice(1)) await add(email, "admin");
    const outcomes = await Promise.allSettled(emails.map((email) => disableUser(stack.deps, { email })));
    expect(await activeAdmins()).toBe(1);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: "last_admin" });
  });

  it("does not know an address that nobody has", async () => {
    await expect(disableUser(stack.deps, { email: "nobody@example.com" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("loadSessionUser", () => {
  it("reads role and name as the database knows them now", async () => {
    const { id } = await add("vera@example.com", "admin");
    const session = await startTestSession(stack.deps, id);
    await stack.deps.db.prisma.user.update({ where: { id }, data: { role: "viewer", name: "Vera" } });
    expect(await loadSessionUser(stack.deps, session)).toEqual({
      id,
      email: "vera@example.com",
      name: "Vera",
      role: "viewer",
      session: { id: session.sessionId, mustEnrol: false },
    });
  });

  it("knows no session of another version, nor of nobody", async () => {
    const { id } = await add("vera@example.com", "viewer");
    const old = await startTestSession(stack.deps, id);
    await stack.deps.db.prisma.user.update({ where: { id }, data: { sessionVersion: 3 } });
    expect(await loadSessionUser(stack.deps, { ...old, sessionVersion: 3 })).toBeNull();
    const session = await startTestSession(stack.deps, id);
    for (const sessionVersion of [1, 2, 4]) {
      expect(await loadSessionUser(stack.deps, { ...session, sessionVersion })).toBeNull();
    }
    expect(await loadSessionUser(stack.deps, session)).not.toBeNull();
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(await loadSessionUser(stack.deps, { ...session, userId: nobody })).toBeNull();
  });
});
