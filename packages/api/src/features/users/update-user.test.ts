import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { createUser } from "./create-user";
import { disableUser } from "./disable-user";
import { endSession } from "./end-session";
import { loadSessionUser } from "./load-session-user";
import { updateUser } from "./update-user";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { verifyCredentials } from "./verify-credentials";
import { SYSTEM } from "../../context";

const password = "correct horse battery";
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
let ids: { admin: string; viewer: string };
beforeEach(async () => {
  const admin = await (await stack.caller("admin")).users.me();
  const viewer = await (await stack.caller("viewer")).users.me();
  ids = { admin: admin.id, viewer: viewer.id };
  await stack.deps.db.pool.query(
    `DELETE FROM users WHERE email NOT IN ('admin@example.com', 'viewer@example.com');
     UPDATE users SET active = true, role = split_part(email, '@', 1)::user_role, session_version = 1, name = NULL;
     TRUNCATE audit_logs, rate_limits, sessions, known_devices`,
  );
});
const session = (userId: string) => startTestSession(stack.deps, userId);
const audited = async () =>
  (await stack.deps.db.prisma.auditLog.findMany({ orderBy: { createdAt: "asc" } })).map(
    ({ action, subject }) => [action, subject],
  );

describe("users.update", () => {
  it("changes a name and a role, and writes the role down", async () => {
    const { users } = await stack.caller("admin");
    expect(await users.update({ id: ids.viewer, name: " Vera ", role: "admin" })).toMatchObject({
      name: "Vera",
      role: "admin",
      isYou: false,
    });
    expect(await users.update({ id: ids.viewer, name: "" })).toMatchObject({ name: null, role: "admin" });
    await users.update({ id: ids.viewer });
    expect(await audited()).toEqual([
      ["user.change_role", "viewer@example.com"],
      ["user.update", "viewer@example.com"],
    ]);
    await expect(users.update({ id: crypto.randomUUID(), role: "viewer" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("ends the sessions of whoever is no longer an admin, and keeps the last one", async () => {
    const { users } = await stack.caller("admin");
    await expect(users.update({ id: ids.admin, role: "viewer" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "last_admin",
    });
    await users.update({ id: ids.viewer, role: "admin" });
    const other = await session(ids.admin);
    expect(await loadSessionUser(stack.deps, other)).not.toBeNull();
    await users.update({ id: ids.admin, role: "viewer" });
    expect(await loadSessionUser(stack.deps, other)).toBeNull();
  });

  it("keeps one admin when they demote and disable each other at once", async () => {
    const admins = [ids.admin];
    for (const name of ["bob", "cleo", "dirk"])
      admins.push(
        (await createUser(stack.deps, { email: `${name}@example.com`, password, role: "admin" })).id,
      );
    const outcomes = await Promise.allSettled(
      admins.map((id, index) =>
        index % 2 === 0
          ? updateUser(stack.deps, { id, role: "viewer" }, SYSTEM)
          : disableUser(stack.deps, { id }),
      ),
    );
    expect(await stack.deps.db.prisma.user.count({ where: { role: "admin", active: true } })).toBe(1);
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  });
});

describe("users.disable and users.enable", () => {
  it("end and give back access, and say since when", async () => {
    const { users } = await stack.caller("admin");
    const before = await session(ids.viewer);
    const disabled = await users.disable({ id: ids.viewer });
    expect(disabled.disabledAt).toBeInstanceOf(Date);
    expect((await users.enable({ id: ids.viewer })).disabledAt).toBeNull();
    expect(await loadSessionUser(stack.deps, before)).toBeNull();
    await users.enable({ id: ids.viewer });
    expect(await audited()).toEqual([
      ["user.disable", "viewer@example.com"],
      ["user.enable", "viewer@example.com"],
    ]);
  });
});

describe("users.signOutEverywhere", () => {
  it("is for oneself, and for an admin for anybody", async () => {
    const [ofAdmin, ofViewer] = [await session(ids.admin), await session(ids.viewer)];
    const viewer = await stack.caller("viewer");
    await expect(viewer.users.signOutEverywhere({ id: ids.admin })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await audited()).toEqual([["access.denied", "users.signOutEverywhere"]]);
    expect(await loadSessionUser(stack.deps, ofAdmin)).not.toBeNull();
    expect(await viewer.users.signOutEverywhere()).toEqual({ id: ids.viewer });
    expect(await loadSessionUser(stack.deps, ofViewer)).toBeNull();
    const admin = await stack.caller("admin");
    await admin.users.signOutEverywhere({ id: ids.admin });
    expect(await loadSessionUser(stack.deps, ofAdmin)).toBeNull();
  });
});

describe("endSession", () => {
  it("ends one session and no other, once", async () => {
    const [here, there] = [await session(ids.viewer), await session(ids.viewer)];
    await endSession(stack.deps, here.sessionId, SYSTEM);
    await endSession(stack.deps, here.sessionId, SYSTEM);
    expect(await loadSessionUser(stack.deps, here)).toBeNull();
    expect(await loadSessionUser(stack.deps, there)).not.toBeNull();
    expect(await audited()).toEqual([["sign_out", null]]);
  });
});

describe("users.changePassword", () => {
  const signIn = (typed: string) =>
    verifyCredentials(stack.deps, {
      email: "viewer@example.com",
      password: typed,
      deviceToken: null,
      ipAddress: null,
    });
  const next = "vier paarden in een regenbui";

  it("asks for the present one, refuses a weak one, and ends every session", async () => {
    const { users } = await stack.caller("viewer");
    await expect(users.changePassword({ current: "wrong horse battery", next })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: "wrong_password",
    });
    for (const weak of ["short", "Welkom12345!", "viewer@example.com", password])
      await expect(users.changePassword({ current: password, next: weak })).rejects.toMatchObject({
        message: "weak_password",
      });
    await stack.deps.db.pool.query("TRUNCATE rate_limits");
    const before = await session(ids.viewer);
    expect(await users.changePassword({ current: password, next })).toEqual({ success: true });
    expect(await loadSessionUser(stack.deps, before)).toBeNull();
    expect(await signIn(password)).toBeNull();
    expect(await signIn(next)).not.toBeNull();
    await users.changePassword({ current: next, next: password });
    expect((await audited()).map(([action]) => action)).toEqual([
      "user.change_password_denied",
      "user.change_password",
      "sign_in.failed",
      "sign_in.success",
      "user.change_password",
    ]);
  });

  it("may be tried five times in ten minutes", async () => {
    const { users } = await stack.caller("viewer");
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(users.changePassword({ current: "wrong", next })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    await expect(users.changePassword({ current: password, next })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
  });
});
