import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { SYSTEM } from "../../context";
import { createUser } from "./create-user";
import { disableUser, enableUser } from "./disable-user";
import { verifyIdentity } from "./verify-identity";

const email = "ada@example.com";
let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  await stack.deps.db.pool.query("TRUNCATE users, audit_logs CASCADE");
  await createUser(stack.deps, { email, password: "correct horse battery", role: "viewer" });
});
const verify = (claims: unknown) => verifyIdentity(stack.deps, claims, "192.0.2.1");

describe("verifyIdentity", () => {
  it("knows an active user by a verified address, and gives the role that they have here", async () => {
    expect(
      await verify({ sub: "7", email: "Ada@Example.com", email_verified: true, role: "admin" }),
    ).toMatchObject({
      email,
      role: "viewer",
      sessionVersion: 1,
    });
    expect(
      (await stack.deps.db.prisma.user.findUniqueOrThrow({ where: { email } })).lastSignInAt,
    ).not.toBeNull();
  });

  it.each([
    ["an address that is not verified", { sub: "7", email, email_verified: false }],
    ["a word for verified", { sub: "7", email, email_verified: "true" }],
    ["nothing said of it", { sub: "7", email }],
    ["no address", { sub: "7", email_verified: true }],
    ["no subject", { email, email_verified: true }],
    ["somebody who is not here", { sub: "7", email: "bob@example.com", email_verified: true }],
    ["nothing", null],
  ])("refuses %s, makes nobody, and writes it down", async (_name, claims) => {
    expect(await verify(claims)).toBeNull();
    expect(await stack.deps.db.prisma.user.count()).toBe(1);
    expect(await stack.deps.db.prisma.auditLog.count({ where: { action: "sign_in.failed" } })).toBe(1);
  });

  it("refuses a user who is disabled", async () => {
    await stack.deps.db.prisma.user.update({ where: { email }, data: { active: false } });
    expect(await verify({ sub: "7", email, email_verified: true })).toBeNull();
  });

  it("refuses another person whom the provider gave the address, until an admin lets them in anew", async () => {
    const first = { sub: "7", email, email_verified: true };
    const second = { ...first, sub: "8" };
    const user = await verify(first);
    expect(user).not.toBeNull();
    expect(await verify(second)).toBeNull();
    expect(await verify(first)).not.toBeNull();
    const [denied] = await stack.deps.db.prisma.auditLog.findMany({ where: { action: "sign_in.failed" } });
    expect(denied?.details).toMatchObject({ anotherSubject: true });

    await disableUser(stack.deps, { email });
    await enableUser(stack.deps, user?.id ?? "", SYSTEM);
    expect(await verify(second)).not.toBeNull();
    expect(await verify(first)).toBeNull();
  });
});
