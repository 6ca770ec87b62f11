import { randomUUID } from "node:crypto";
import { createRuntimeRole } from "@koppeling/db/close-database";
import { expect, it } from "vitest";
import { checkConsistency } from "./features/health/check-consistency";
import { checkHealth } from "./features/health/check-health";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";

it("an account that owns nothing is enough for all that the app does, and cannot rewrite the audit log", async () => {
  await using owner = await createTestStack();
  const role = `runtime_${randomUUID().slice(0, 8)}`;
  await createRuntimeRole({ url: owner.databaseUrl, role, password: "of the runtime" });
  const url = new URL(owner.databaseUrl);
  url.username = role;
  url.password = "of the runtime";
  try {
    await using app = await createTestStack({
      environment: { DATABASE_URL: url.href, FATHOM_API_BASE_URL: owner.sandbox.url },
    });
    await app.addRep("Anna de Vries", "anna.devries@zonnewende.example", {
      aliases: ["anna@zonnewende.example"],
    });
    const caller = await app.caller();
    await caller.fathomSettings.update({ webhookSecret: WEBHOOK_SECRET, teamFilter: [] });
    expect(await caller.fathomSettings.test()).toMatchObject({ success: true });
    expect(await app.sync({ hours: 720 })).toMatchObject({ status: "succeeded", errors: 0 });
    const { items } = await caller.calls.list({});
    expect(items.length).toBeGreaterThan(0);
    expect(await caller.calls.byId({ id: items[0]?.id ?? "" })).toBeTruthy();
    expect(await deliverWebhook(app.deps, { body: JSON.stringify({ recording_id: 1 }) })).toBe(200);
    expect(await app.sync({ hours: 24 })).toMatchObject({ status: "succeeded", imported: 0 });
    const { user, inviteUrl } = await caller.users.invite({ email: "vera@example.com", role: "viewer" });
    const token = new URL(inviteUrl).searchParams.get("token") ?? "";
    await (await app.caller(null)).users.acceptInvite({ token, password: "vier paarden in een regenbui" });
    await caller.users.disable({ id: user.id });
    expect((await caller.audit.list()).items.length).toBeGreaterThan(5);
    expect(await checkConsistency(app.deps)).toEqual([]);
    expect((await checkHealth(app.deps)).checks.filter(({ ok }) => !ok)).toEqual([]);

    const { prisma, pool } = app.deps.db;
    await expect(prisma.auditLog.updateMany({ data: { action: "nothing" } })).rejects.toThrow();
    await expect(prisma.auditLog.deleteMany()).rejects.toThrow();
    for (const statement of [
      "TRUNCATE audit_logs",
      "DROP TABLE audit_logs",
      "CREATE TABLE mine (id int)",
      "DELETE FROM users",
    ])
      await expect(pool.query(statement), statement).rejects.toThrow();
  } finally {
    await owner.deps.db.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});
