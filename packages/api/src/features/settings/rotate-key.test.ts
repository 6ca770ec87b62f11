import { fileURLToPath } from "node:url";
import path from "node:path";
import { restoreBackup } from "@koppeling/db/restore-backup";
import { writeBackup } from "@koppeling/db/write-backup";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { SYSTEM } from "../../context";
import { loadSettings } from "./load-settings";
import { rotateKey } from "./rotate-key";
import { sealPlainSettings } from "./seal-plain-settings";
import { testConnection } from "../connections/test-connection";
import { updateSettings } from "./update-settings";
import { verifySecrets } from "./verify-secrets";

const ROOT = fileURLToPath(new URL("../../../../..", import.meta.url));
const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
const OLD = `old1=${Buffer.alloc(32, 1).toString("base64")}`;
const NEW = `new2=${Buffer.alloc(32, 2).toString("base64")}`;

/** The same database seen by processes with one keyring or another. */
async function createRings() {
  const before = await createTestStack({
    environment: { SETTINGS_ENCRYPTION_KEYS: OLD, FATHOM_API_KEY: "" },
  });
  const over = (keys: string) =>
    createTestStack({
      environment: {
        DATABASE_URL: before.databaseUrl,
        FATHOM_API_BASE_URL: before.sandbox.url,
        SETTINGS_ENCRYPTION_KEYS: keys,
        FATHOM_API_KEY: "",
      },
    });
  await updateSettings(before.deps, { apiKey: KEY, webhookSecret: SECRET }, SYSTEM);
  return { before, over };
}
const write = (
  stack: { deps: { db: { pool: { query: (text: string, values: unknown[]) => unknown } } } },
  key: string,
  value: string,
) =>
  stack.deps.db.pool.query(
    `INSERT INTO system_settings (setting_key, setting_value) VALUES ($1, $2)
     ON CONFLICT (setting_key) DO UPDATE SET setting_value = excluded.setting_value`,
    [key, value],
  );

describe("rotateKey", () => {
  it("seals every secret anew, so that the old key is no longer needed", async () => {
    const { before, over } = await createRings();
    await using _before = before;
    await using during = await over(`${NEW},${OLD}`);
    expect(await verifySecrets(during.deps)).toMatchObject({
      verdict: "old_key_in_use",
      keyId: "new2",
      canary: "ok",
    });

    const changed = (
      await during.deps.db.prisma.systemSetting.findUnique({ where: { settingKey: "fathom_api_key" } })
    )?.updatedAt;
    expect(await rotateKey(during.deps, SYSTEM)).toEqual({ keyId: "new2", resealed: 3, current: 0 });
    expect(await rotateKey(during.deps, SYSTEM)).toEqual({ keyId: "new2", resealed: 0, current: 3 });
    expect(await verifySecrets(during.deps)).toEqual({
      verdict: "ok",
      keyId: "new2",
      secrets: ["fathom_api_key", "fathom_webhook_secret", "settings_canary"].map((setting) => ({
        setting,
        keyId: "new2",
        state: "ok",
      })),
      unusedKeyIds: ["old1"],
      canary: "ok",
    });

    await using after = await over(NEW);
    expect(await loadSettings(after.deps)).toMatchObject({
      apiKey: KEY,
      webhookSecret: SECRET,
      keyProblem: null,
      updatedAt: changed,
    });
    expect(await verifySecrets(before.deps)).toMatchObject({ verdict: "unreadable", canary: "unreadable" });
    expect(await after.deps.db.prisma.auditLog.count({ where: { action: "settings.rotate_key" } })).toBe(1);
  });

  it("changes nothing when one secret cannot be opened", async () => {
    const { before, over } = await createRings();
    await using _before = before;
    await using during = await over(`${NEW},${OLD}`);
    await write(during, "fathom_webhook_id", "v1.gone9.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA");
    await expect(rotateKey(during.deps, SYSTEM)).rejects.toMatchObject({
      code: "settings_key",
      params: { keyId: "gone9" },
    });
    expect((await loadSettings(before.deps)).apiKey).toBe(KEY);
    expect((await verifySecrets(before.deps)).secrets).toContainEqual({
      setting: "fathom_webhook_id",
      keyId: "gone9",
      state: "unknown_key",
    });
  });

  it("lets what an admin saves meanwhile win", async () => {
    const { before, over } = await createRings();
    await using _before = before;
    await using during = await over(`${NEW},${OLD}`);
    for (let round = 0; round < 10; round += 1) {
      const saved = `key-number-${round}-of-the-admin`;
      await Promise.all([
        rotateKey(during.deps, SYSTEM),
        updateSettings(before.deps, { apiKey: saved }, SYSTEM),
      ]);
      expect((await loadSettings(during.deps)).apiKey).toBe(saved);
    }
    await rotateKey(during.deps, SYSTEM);
    expect((await verifySecrets(during.deps)).verdict).toBe("ok");
  });
});

describe("sealPlainSettings", () => {
  it("seals what lies open, once, and touches nothing else", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    await write(stack, "fathom_api_key", `${KEY}\n`);
    await write(stack, "fathom_connection_status", "connected");
    expect((await loadSettings(stack.deps)).apiKey).toBeNull();
    expect(await verifySecrets(stack.deps)).toMatchObject({
      verdict: "unreadable",
      secrets: [{ setting: "fathom_api_key", keyId: null, state: "not_sealed" }],
    });
    await expect(rotateKey(stack.deps, SYSTEM)).rejects.toMatchObject({ code: "settings_key" });

    expect(await sealPlainSettings(stack.deps, SYSTEM)).toEqual(["fathom_api_key"]);
    const sealed = JSON.stringify(await dumpDatabase(stack.deps.db));
    expect(sealed).not.toContain(KEY);
    expect(await sealPlainSettings(stack.deps, SYSTEM)).toEqual([]);
    expect(JSON.stringify(await dumpDatabase(stack.deps.db))).toBe(sealed);
    expect(await loadSettings(stack.deps)).toMatchObject({ apiKey: KEY, connectionStatus: "connected" });
  });
});

describe("a restored backup", () => {
  it("works with its key, and gives no secret without it", async () => {
    const { before, over } = await createRings();
    await using _before = before;
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "koppeling.backup");
    const header = await writeBackup({ url: before.databaseUrl, file });
    const dump = await dumpDatabase(before.deps.db);
    const text = JSON.stringify(dump);
    expect(text).toContain("v1.old1.");
    for (const secret of [KEY, SECRET, SECRET.slice(6)]) expect(text).not.toContain(secret);

    await using elsewhere = await createTestStack({
      environment: { SETTINGS_ENCRYPTION_KEYS: OLD, FATHOM_API_KEY: "" },
    });
    await restoreBackup({ url: elsewhere.databaseUrl, file, header, rootDir: ROOT });
    expect(await loadSettings(elsewhere.deps)).toMatchObject({
      apiKey: KEY,
      webhookSecret: SECRET,
      keyProblem: null,
    });
    expect(await verifySecrets(elsewhere.deps)).toMatchObject({ verdict: "ok" });
    expect(await dumpDatabase(elsewhere.deps.db)).toEqual(dump);

    await using withoutKey = await over(NEW);
    expect(await loadSettings(withoutKey.deps)).toMatchObject({
      apiKey: null,
      webhookSecret: null,
      keyProblem: { keyId: "old1" },
    });
  });
});

describe("a stored key", () => {
  it("goes to no other Fathom than the one it was stored for", async () => {
    await using stack = await createTestStack();
    const sent: string[] = [];
    const other = {
      ...stack.deps,
      config: { ...stack.deps.config, fathomApiBaseUrl: "https://fathom.evil.example/external/v1" },
      fathom: (apiKey: string) => {
        sent.push(apiKey);
        return stack.deps.fathom(apiKey);
      },
    };
    await updateSettings(stack.deps, { apiKey: KEY }, SYSTEM);
    await expect(testConnection(other, { actor: SYSTEM })).rejects.toMatchObject({
      code: "other_fathom",
      params: { savedFor: "this machine" },
    });
    expect(sent).toEqual([]);
    expect((await loadSettings(other)).apiKey).toBeNull();
    expect((await loadSettings(stack.deps)).apiKey).toBe(KEY);

    await updateSettings(other, { apiKey: KEY }, SYSTEM);
    expect((await loadSettings(other)).apiKey).toBe(KEY);
    await expect(testConnection(stack.deps, { actor: SYSTEM })).rejects.toMatchObject({
      params: { savedFor: "https://fathom.evil.example" },
    });
  });
});
