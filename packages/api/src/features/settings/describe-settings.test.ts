import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
const withoutKey = { environment: { FATHOM_API_KEY: "" } };

describe("fathomSettings.get", () => {
  it("says that nothing is configured", async () => {
    await using stack = await createTestStack(withoutKey);
    expect(await (await stack.caller()).fathomSettings.get()).toEqual({
      apiKey: null,
      webhookSecret: null,
      hasApiKey: false,
      hasWebhookSecret: false,
      connectionStatus: "not_configured",
      lastTested: null,
      lastError: null,
      source: null,
      teamFilter: [],
      matchDomains: [],
      retentionDays: null,
      updatedAt: null,
      updatedBy: null,
      sandbox: true,
      settingsKeyProblem: null,
    });
  });

  it("shows secrets as masks only, and who stored them", async () => {
    await using stack = await createTestStack(withoutKey);
    const caller = await stack.caller();
    await caller.fathomSettings.update({ apiKey: KEY, webhookSecret: SECRET, teamFilter: ["Sales"] });
    const settings = await caller.fathomSettings.get();
    expect(settings).toMatchObject({
      apiKey: "4jmc-ae...xvKAs",
      hasApiKey: true,
      hasWebhookSecret: true,
      source: "database",
      teamFilter: ["Sales"],
      updatedBy: "admin",
    });
    expect(settings.webhookSecret).toMatch(/^•+$/);
    expect(settings.updatedAt).toBeInstanceOf(Date);
    expect(JSON.stringify(settings)).not.toContain(KEY);
    expect(JSON.stringify(settings)).not.toContain(SECRET);
  });

  it("falls back on the environment while the database has none, and says so", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_WEBHOOK_SECRET: SECRET } });
    const caller = await stack.caller();
    expect(await caller.fathomSettings.get()).toMatchObject({
      apiKey: `${SANDBOX_API_KEY.slice(0, 7)}...${SANDBOX_API_KEY.slice(-5)}`,
      source: "environment",
      hasApiKey: true,
      hasWebhookSecret: true,
      updatedAt: null,
    });
    await caller.fathomSettings.update({ apiKey: KEY });
    expect(await caller.fathomSettings.get()).toMatchObject({
      apiKey: "4jmc-ae...xvKAs",
      source: "database",
    });
    await caller.fathomSettings.update({ apiKey: null });
    expect(await caller.fathomSettings.get()).toMatchObject({ source: "environment", hasApiKey: true });
  });

  it("says which key the stored secrets ask for, in the user's language, and stays up", async () => {
    await using stack = await createTestStack();
    await (await stack.caller()).fathomSettings.update({ apiKey: KEY, webhookSecret: SECRET });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    const settings = await (await stack.caller("admin", "en")).fathomSettings.get();
    // The environment's key is no way round a stored one that cannot be opened.
    expect(settings).toMatchObject({
      apiKey: null,
      webhookSecret: null,
      hasApiKey: true,
      hasWebhookSecret: true,
      source: "database",
      connectionStatus: "error",
    });
    expect(settings.settingsKeyProblem).toContain("cannot be decrypted: the key gone9");
    const dutch = await (await stack.caller("admin", "nl")).fathomSettings.get();
    expect(dutch.settingsKeyProblem).toContain("niet worden ontsleuteld: de sleutel gone9");
  });

  it("takes a secret that lies open in its row for unreadable, not for a fallback", async () => {
    await using stack = await createTestStack();
    await stack.deps.db.pool.query(
      "INSERT INTO system_settings (setting_key, setting_value) VALUES ('fathom_api_key', $1)",
      [KEY],
    );
    const settings = await (await stack.caller()).fathomSettings.get();
    expect(settings).toMatchObject({ apiKey: null, connectionStatus: "error" });
    expect(settings.settingsKeyProblem).not.toBeNull();
  });

  it("reads rows that somebody wrote by hand as nothing, rather than failing", async () => {
    await using stack = await createTestStack();
    await stack.deps.db.pool.query(
      `INSERT INTO system_settings (setting_key, setting_value) VALUES
         ('fathom_team_filter', 'Sales'), ('fathom_connection_status', 'fine'), ('fathom_last_test', 'yesterday'),
         ('fathom_last_error', 'no such code'), ('fathom_sync_watermark', '-'), ('another_program', 'x')`,
    );
    expect(await (await stack.caller()).fathomSettings.get()).toMatchObject({
      connectionStatus: "not_configured",
      lastTested: null,
      lastError: null,
      teamFilter: [],
    });
  });

  it("says when it talks to the public Fathom", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_BASE_URL: "" } });
    expect((await (await stack.caller()).fathomSettings.get()).sandbox).toBe(false);
  });
});
