import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { createUser } from "./create-user";
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
    ["an address that is not verified", { email, email_verified: false }],
    ["a word for verified", { email, email_verified: "true" }],
    ["nothing said of it", { email }],
    ["no address", { email_verified: true }],
    ["somebody who is not here", { email: "bob@example.com", email_verified: true }],
    ["nothing", null],
  ])("refuses %s, makes nobody, and writes it down", async (_name, claims) => {
    expect(await verify(claims)).toBeNull();
    expect(await stack.deps.db.prisma.user.count()).toBe(1);
    expect(await stack.deps.db.prisma.auditLog.count({ where: { action: "sign_in.failed" } })).toBe(1);
  });

  it("refuses a user who is disabled", async () => {
    await stack.deps.db.prisma.user.update({ where: { email }, data: { active: false } });
    expect(await verify({ email, email_verified: true })).toBeNull();
  });
});
