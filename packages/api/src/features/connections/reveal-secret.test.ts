import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
const PASSWORD = "correct horse battery";

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
  await (await stack.caller()).fathomSettings.update({ apiKey: KEY, webhookSecret: SECRET });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(() => stack.deps.db.pool.query("TRUNCATE audit_logs, rate_limits"));

const reveal = async (input: { field?: "apiKey" | "webhookSecret"; password: string }) =>
  (await stack.caller()).fathomSettings.reveal({ field: "apiKey", ...input });
const auditActions = async () =>
  (
    await stack.deps.db.prisma.auditLog.findMany({ select: { action: true, subject: true, ipAddress: true } })
  ).map(({ action, subject }) => `${action} ${subject}`);

describe("fathomSettings.reveal", () => {
  it("shows a secret to an admin who gives their password again, and writes it down", async () => {
    expect(await reveal({ password: PASSWORD })).toEqual({ value: KEY });
    expect(await reveal({ field: "webhookSecret", password: PASSWORD })).toEqual({ value: SECRET });
    expect((await auditActions()).toSorted()).toEqual([
      "settings.reveal fathom_api_key",
      "settings.reveal fathom_webhook_secret",
    ]);
  });

  it.each(["wrong horse battery", "correct horse batter", "correct horse battery ", "Correct horse battery"])(
    "refuses another password and writes that down: %j",
    async (password) => {
      await expect(reveal({ password })).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: "wrong_password",
      });
      expect(await auditActions()).toEqual(["settings.reveal_denied fathom_api_key"]);
    },
  );

  it("shows nothing when it cannot be written down first", async () => {
    await stack.deps.db.pool.query("ALTER TABLE audit_logs ADD CONSTRAINT refused CHECK (false) NOT VALID");
    try {
      await expect(reveal({ password: PASSWORD })).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    } finally {
      await stack.deps.db.pool.query("ALTER TABLE audit_logs DROP CONSTRAINT refused");
    }
  });

  it("may be tried five times in ten minutes", async () => {
    const { fathomSettings } = await stack.caller();
    const tryWith = (password: string) => fathomSettings.reveal({ field: "apiKey", password });
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(tryWith("wrong horse battery")).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(tryWith(PASSWORD)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });

  it("says what is the matter when there is nothing to show", async () => {
    const caller = await stack.caller();
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.') WHERE setting_key = 'fathom_api_key'",
    );
    await expect(reveal({ password: PASSWORD })).rejects.toMatchObject({ message: "settings_key" });
    await caller.fathomSettings.update({ apiKey: null });
    await expect(reveal({ password: PASSWORD })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await auditActions()).not.toContain("settings.reveal fathom_api_key");
  });
});
