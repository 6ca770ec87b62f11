import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { createUser } from "./create-user";
import { ensureFirstAdmin } from "./ensure-first-admin";
import { listUsers } from "./list-users";
import { verifyCredentials } from "./verify-credentials";

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(() => stack.deps.db.pool.query("TRUNCATE users, audit_logs, rate_limits CASCADE"));

const ADMIN = {
  email: "admin@example.com",
  name: "Ada",
  password: "correct horse battery",
  role: "admin",
} as const;

describe("createUser", () => {
  it("keeps the address as it is compared, the password only as a hash, and writes it down", async () => {
    const user = await createUser(stack.deps, { ...ADMIN, email: "Ada@Example.COM" });
    expect(user).toMatchObject({ email: "ada@example.com", role: "admin" });
    const row = await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row).toMatchObject({ name: "Ada", active: true, sessionVersion: 1 });
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
    expect(
      await stack.deps.db.prisma.auditLog.findMany({
        select: { action: true, subject: true, details: true },
      }),
    ).toEqual([{ action: "user.create", subject: "ada@example.com", details: { role: "admin" } }]);
  });

  it("refuses an address that is there already, in any spelling", async () => {
    await createUser(stack.deps, ADMIN);
    await expect(createUser(stack.deps, { ...ADMIN, email: "ADMIN@Example.com" })).rejects.toMatchObject({
      code: "email_taken",
    });
    expect(await listUsers(stack.deps)).toHaveLength(1);
  });

  it.each([
    ["a short password", { password: "eleven char" }],
    ["a common password", { password: "Welkom12345!" }],
    ["a password made of the address", { password: "admin@example" }],
    ["a password without end", { password: "x".repeat(1025) }],
    ["no address", { email: "admin" }],
    ["another role", { role: "owner" as "admin" }],
  ])("refuses %s", async (_name, wrong) => {
    await expect(createUser(stack.deps, { ...ADMIN, ...wrong })).rejects.toThrow();
    expect(await listUsers(stack.deps)).toEqual([]);
  });

  it("lists users by address, without their hashes", async () => {
    await createUser(stack.deps, { ...ADMIN, email: "zoe@example.com", role: "viewer", name: null });
    await createUser(stack.deps, ADMIN);
    const users = await listUsers(stack.deps);
    expect(users.map(({ email, role, name }) => [email, role, name])).toEqual([
      ["admin@example.com", "admin", "Ada"],
      ["zoe@example.com", "viewer", null],
    ]);
    expect(Object.keys(users[0] ?? {}).toSorted()).toEqual([
      "createdAt",
      "disabledAt",
      "email",
      "id",
      "invitePending",
      "lastSignInAt",
      "name",
      "role",
      "secondFactor",
    ]);
  });
});

describe("ensureFirstAdmin", () => {
  const signIn = (email: string, password: string) =>
    verifyCredentials(stack.deps, { email, password, deviceToken: null, ipAddress: null });

  it("makes an admin with the address and password that are given", async () => {
    const made = await ensureFirstAdmin(stack.deps, { email: "ada@example.com", password: ADMIN.password });
    expect(made).toEqual({ email: "ada@example.com", generatedPassword: null, created: true });
    expect(await signIn("ada@example.com", ADMIN.password)).toMatchObject({ role: "admin" });
  });

  it("makes up a password that is shown once, another one each time", async () => {
    const passwords = new Set<string | null>();
    for (let round = 0; round < 3; round++) {
      await stack.deps.db.pool.query("TRUNCATE users CASCADE");
      const made = await ensureFirstAdmin(stack.deps, { email: null, password: null });
      expect(made).toMatchObject({ email: "admin@example.com", created: true });
      expect(made.generatedPassword?.length).toBeGreaterThanOrEqual(20);
      expect(await signIn(made.email, made.generatedPassword ?? "")).not.toBeNull();
      passwords.add(made.generatedPassword);
    }
    expect(passwords.size).toBe(3);
  });

  it("leaves an installation alone that has one, whatever is given", async () => {
    await ensureFirstAdmin(stack.deps, { email: null, password: null });
    const again = await ensureFirstAdmin(stack.deps, { email: "ada@example.com", password: ADMIN.password });
    expect(again).toEqual({ email: "admin@example.com", generatedPassword: null, created: false });
    expect(await listUsers(stack.deps)).toHaveLength(1);
  });

  it("makes one when two processes start at once", async () => {
    const input = { email: null, password: null };
    const made = await Promise.all(Array.from({ length: 4 }, () => ensureFirstAdmin(stack.deps, input)));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    for (const { email, created, generatedPassword } of made) {
      expect(email).toBe("admin@example.com");
      expect(generatedPassword !== null).toBe(created);
    }
    expect(await listUsers(stack.deps)).toHaveLength(1);
  });

  it("says so when the address belongs to somebody who is no admin", async () => {
    await createUser(stack.deps, { ...ADMIN, role: "viewer" });
    await expect(
      ensureFirstAdmin(stack.deps, { email: ADMIN.email, password: ADMIN.password }),
    ).rejects.toMatchObject({ code: "email_taken" });
  });
});
