import { createHmac } from "node:crypto";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { maskApiKey } from "./describe-settings";

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const OTHER_KEY = "5knd-bfWdDemoKey-ywLBt";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(() => stack.deps.db.pool.query("TRUNCATE system_settings, audit_logs"));

const update = async (
  change: Parameters<Awaited<ReturnType<TestStack["caller"]>>["fathomSettings"]["update"]>[0],
) => (await stack.caller()).fathomSettings.update(change);

async function storedSettings(): Promise<Record<string, string | null>> {
  const { rows } = await stack.deps.db.pool.query<{ setting_key: string; setting_value: string | null }>(
    "SELECT setting_key, setting_value FROM system_settings",
  );
  return Object.fromEntries(rows.map((row) => [row.setting_key, row.setting_value]));
}
const auditRows = () =>
  stack.deps.db.prisma.auditLog.findMany({
    where: { action: { startsWith: "settings." } },
    orderBy: { subject: "asc" },
    select: { action: true, subject: true, oldValue: true, newValue: true, ipAddress: true, user: true },
  });
const hmac = (subject: string, value: string) =>
  `hmac-sha256:${createHmac("sha256", stack.deps.config.auditHmacKey).update(`${subject}|${value}`).digest("hex")}`;

async function adminContext() {
  const user = await stack.signIn("admin");
  return { deps: stack.deps, user, locale: "nl" as const, ipAddress: "127.0.0.1", requestId: "request-1" };
}

describe("fathomSettings.update", () => {
  it("seals secrets in the table, and leaves what is no secret readable", async () => {
    const answer = await update({
      apiKey: ` ${KEY} `,
      webhookSecret: SECRET,
      teamFilter: ["Sales", "Sales"],
    });
    expect(answer).toMatchObject({
      success: true,
      message: "Configuratie opgeslagen!",
      config: { apiKey: "4jmc-ae...xvKAs", hasWebhookSecret: true, teamFilter: ["Sales"] },
    });
    const stored = await storedSettings();
    expect(stored.fathom_api_key).toMatch(/^v1\.test1\./);
    expect(stored.fathom_webhook_secret).toMatch(/^v1\.test1\./);
    expect(stored.fathom_team_filter).toBe('["Sales"]');
    expect(stack.deps.secretBox.open(stored.fathom_api_key ?? "", "fathom_api_key")).toBe(KEY);
  });

  it("writes one audit row for each setting, with keyed hashes and never the value", async () => {
    await update({ apiKey: KEY, webhookSecret: SECRET });
    await stack.deps.db.pool.query("TRUNCATE audit_logs");
    await update({ apiKey: OTHER_KEY, webhookSecret: null, teamFilter: ["Sales"] });
    const rows = await auditRows();
    expect(rows).toMatchObject([
      {
        action: "settings.update",
        subject: "fathom_api_key",
        oldValue: hmac("fathom_api_key", KEY),
        newValue: hmac("fathom_api_key", OTHER_KEY),
        ipAddress: "127.0.0.1",
        user: { email: "admin@example.com" },
      },
      {
        action: "settings.update",
        subject: "fathom_team_filter",
        oldValue: hmac("fathom_team_filter", "[]"),
        newValue: hmac("fathom_team_filter", '["Sales"]'),
      },
      {
        action: "settings.clear",
        subject: "fathom_webhook_secret",
        oldValue: hmac("fathom_webhook_secret", SECRET),
        newValue: null,
      },
    ]);
    const { rows: all } = await stack.deps.db.pool.query<{ text: string }>(
      "SELECT a::text AS text FROM audit_logs a UNION ALL SELECT s::text FROM system_settings s",
    );
    for (const { text } of all) {
      for (const secret of [KEY, OTHER_KEY, SECRET]) expect(text).not.toContain(secret);
    }
  });

  it("stores nothing when the audit row cannot be written", async () => {
    await stack.deps.db.pool.query("ALTER TABLE audit_logs ADD CONSTRAINT refused CHECK (false) NOT VALID");
    try {
      await expect(update({ apiKey: KEY })).rejects.toThrow();
    } finally {
      await stack.deps.db.pool.query("ALTER TABLE audit_logs DROP CONSTRAINT refused");
    }
    expect(await storedSettings()).toEqual({});
  });

  it("writes down nothing that is not stored in the end", async () => {
    // Refused at the very end of the transaction, when all is written.
    await stack.deps.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
      CREATE CONSTRAINT TRIGGER refused AFTER INSERT OR UPDATE ON system_settings
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
    try {
      await expect(update({ apiKey: KEY })).rejects.toThrow();
    } finally {
      await stack.deps.db.pool.query("DROP FUNCTION refuse CASCADE");
    }
    expect(await storedSettings()).toEqual({});
    expect(await auditRows()).toEqual([]);
  });

  it("writes nothing for a value that is stored already", async () => {
    await update({ apiKey: KEY, webhookSecret: SECRET, teamFilter: ["Sales"] });
    const before = await stack.deps.db.pool.query("SELECT * FROM system_settings ORDER BY setting_key");
    await stack.deps.db.pool.query("TRUNCATE audit_logs");
    await update({ apiKey: KEY, webhookSecret: SECRET, teamFilter: ["Sales"] });
    await update({});
    const after = await stack.deps.db.pool.query("SELECT * FROM system_settings ORDER BY setting_key");
    expect(after.rows).toEqual(before.rows);
    expect(await auditRows()).toEqual([]);
  });

  it("clears with null, and only what is stored", async () => {
    await update({ apiKey: null, webhookSecret: null });
    expect(await storedSettings()).toEqual({});
    expect(await auditRows()).toEqual([]);
    await update({ apiKey: KEY, webhookSecret: SECRET });
    const { config } = await update({ apiKey: null });
    expect(config).toMatchObject({ apiKey: null, hasApiKey: false, hasWebhookSecret: true, source: null });
    expect((await storedSettings()).fathom_api_key).toBeNull();
  });

  it("clears what cannot be opened any more", async () => {
    await update({ apiKey: KEY, webhookSecret: SECRET });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    const { config } = await update({ apiKey: null, webhookSecret: null });
    expect(config).toMatchObject({ hasApiKey: false, hasWebhookSecret: false, settingsKeyProblem: null });
  });

  it("replaces what cannot be opened any more", async () => {
    await update({ apiKey: KEY, webhookSecret: SECRET });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    const { config } = await update({ apiKey: KEY, webhookSecret: SECRET });
    expect(config).toMatchObject({
      apiKey: "4jmc-ae...xvKAs",
      hasWebhookSecret: true,
      settingsKeyProblem: null,
    });
  });

  it("refuses what has the wrong shape, field by field, and stores nothing of it", async () => {
    const context = await adminContext();
    const input = { apiKey: "too short", webhookSecret: "whsec_x", teamFilter: ["Sales"] };
    const answer = await callOverHttp(context, "fathomSettings.update", input, { kind: "mutation" });
    expect(answer.status).toBe(400);
    expect(answer.error?.data).toMatchObject({
      code: "BAD_REQUEST",
      appCode: "bad_input",
      fieldErrors: {
        apiKey: ["api_key_too_short", "api_key_characters"],
        webhookSecret: ["webhook_secret_shape"],
      },
    });
    expect(answer.error?.message).toBe("Een API key heeft minstens 20 tekens.");
    expect(await storedSettings()).toEqual({});
    expect(await auditRows()).toEqual([]);
  });

  it("refuses the mask that it showed", async () => {
    await update({ apiKey: KEY });
    await expect(update({ apiKey: maskApiKey(KEY) })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const { rows } = await stack.deps.db.pool.query<{ setting_value: string }>(
      "SELECT setting_value FROM system_settings WHERE setting_key = 'fathom_api_key'",
    );
    expect(stack.deps.secretBox.open(rows[0]?.setting_value ?? "", "fathom_api_key")).toBe(KEY);
  });

  it.each([
    ["a name of nothing", { teamFilter: [" "] }],
    ["too many", { teamFilter: Array.from({ length: 201 }, (_, index) => `Team ${index}`) }],
  ])("refuses a team filter of the wrong shape: %s", async (_name, change) => {
    await expect(update(change)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await storedSettings()).toEqual({});
  });

  it("stores no character that PostgreSQL cannot hold", async () => {
    await update({ teamFilter: ["Sal\0es"] });
    expect((await storedSettings()).fathom_team_filter).toBe('["Sales"]');
  });

  it("stores a webhook secret that the environment also has, so that it outlives the environment", async () => {
    await using other = await createTestStack({ environment: { FATHOM_WEBHOOK_SECRET: SECRET } });
    await (await other.caller()).fathomSettings.update({ webhookSecret: SECRET });
    const { rows } = await other.deps.db.pool.query("SELECT 1 FROM system_settings WHERE setting_key = $1", [
      "fathom_webhook_secret",
    ]);
    expect(rows).toHaveLength(1);
  });
});
