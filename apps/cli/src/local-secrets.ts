import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type LoadedEnvironment, localSecretsFile, readEnvFile, type Values } from "./env";
import { loadTool } from "./load-tool";

/** The password of the embedded database, in `local.env`; not a variable of the contract. */
export const EMBEDDED_PASSWORD = "EMBEDDED_POSTGRES_PASSWORD";

/** What to do where `tools` is not installed. */
export const WITHOUT_EMBEDDED =
  "DATABASE_URL is not set, and this installation has no PostgreSQL of its own (that comes with tools/). " +
  "Set DATABASE_URL.";

const randomSecret = (): string => randomBytes(32).toString("base64url");

const GENERATORS: Record<string, () => string> = {
  NEXTAUTH_SECRET: randomSecret,
  SETTINGS_ENCRYPTION_KEYS: () => `local1=${randomBytes(32).toString("base64")}`,
  AUDIT_HMAC_KEY: randomSecret,
  CRON_SECRET: randomSecret,
  [EMBEDDED_PASSWORD]: randomSecret,
};

const HEADER = `# Secrets that this installation made for itself. The environment and .env win over them.
# Keep this file with a backup of the database: without it, stored API keys cannot be read.
`;

/** Makes the data folder, open enough for the account that the embedded PostgreSQL runs under as root. */
export function ensureDataDir(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
}

/**
 * Makes, once, the secrets that are set nowhere. A file that is there keeps what it has.
 * @returns the environment with them
 */
export async function ensureLocalSecrets(loaded: LoadedEnvironment): Promise<LoadedEnvironment> {
  const { dataDir, configured } = loaded;
  const file = localSecretsFile(dataDir);
  const { withLock } = await loadTool(
    () => import("@koppeling/embedded-postgres/lock-file"),
    WITHOUT_EMBEDDED,
  );
  ensureDataDir(dataDir);
  const values = await withLock(path.join(dataDir, "local.env.lock"), async () => {
    const kept = readEnvFile(file);
    const made: Values = {};
    for (const [name, generate] of Object.entries(GENERATORS)) {
      if (!kept[name] && !configured[name]) made[name] = generate();
    }
    if (Object.keys(made).length > 0) {
      const lines = Object.entries({ ...kept, ...made }).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(file, HEADER + lines.join(""), { mode: 0o600 });
      chmodSync(file, 0o600);
    }
    return { ...kept, ...made };
  });
  return { ...loaded, values: { ...values, ...configured } };
}
