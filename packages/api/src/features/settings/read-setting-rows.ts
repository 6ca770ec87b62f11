import { type Deps } from "../../deps";
import { SecretBoxError } from "./secret-box";
import { isSecretSetting } from "./settings-registry";

/** A row as it may be used: a secret is opened, or `sealed` says which key it asks for. */
export type SettingRow = {
  value: string | null;
  sealed: { keyId: string | null } | null;
  updatedAt: Date;
  updatedBy: string | null;
};

export type SettingRows = ReadonlyMap<string, SettingRow>;

/** Opened secrets are not kept in memory for longer, whatever the version says. */
const KEPT_MS = 5 * 60_000;

type Kept = { pool: Deps["db"]["pool"]; version: string; readAt: number; rows: SettingRows };
const kept = new WeakMap<Deps["secretBox"], Kept>();

/**
 * The stored settings, secrets opened, from memory as long as no row has changed: the database is asked for the
 * version first, each time, so a write counts at once in every process, whoever made it and however
 * (docs/decisions/0009-settings-cache.md).
 */
export async function readSettingRows(deps: Deps): Promise<SettingRows> {
  const { pool } = deps.db;
  const now = deps.clock.now().getTime();
  const { rows: versions } = await pool.query<{ version: string }>({
    name: "settings-version",
    text: `SELECT ${VERSION} AS version FROM system_settings s`,
  });
  const found = kept.get(deps.secretBox);
  const age = found ? now - found.readAt : Number.NaN;
  if (found?.pool === pool && found.version === versions[0]?.version && age >= 0 && age < KEPT_MS)
    return found.rows;

  const { rows } = await pool.query<StoredRow>({
    name: "load-settings",
    text: `SELECT s.setting_key, s.setting_value, s.updated_at, coalesce(u.name, u.email) AS updated_by,
             (SELECT ${VERSION} FROM system_settings s) AS version
           FROM system_settings s LEFT JOIN users u ON u.id = s.updated_by`,
  });
  const opened = new Map(
    rows
      .filter((row) => row.setting_value !== null)
      .map((row) => [row.setting_key, openRow(deps, row)] as const),
  );
  kept.set(deps.secretBox, { pool, version: rows[0]?.version ?? "", readAt: now, rows: opened });
  return opened;
}

/** Every UPDATE and INSERT gives a row another xmin and place, also one that was typed by hand. */
const VERSION = `coalesce(md5(string_agg(s.setting_key || ' ' || s.xmin || ' ' || s.ctid, ',' ORDER BY s.setting_key)), '')`;

type StoredRow = {
  setting_key: string;
  setting_value: string | null;
  updated_at: Date;
  updated_by: string | null;
  version: string;
};

function openRow(deps: Deps, row: StoredRow): SettingRow {
  const { setting_key: key, setting_value: text, updated_at: updatedAt, updated_by: updatedBy } = row;
  if (text === null || !isSecretSetting(key)) return { value: text, sealed: null, updatedAt, updatedBy };
  try {
    return { value: deps.secretBox.open(text, key), sealed: null, updatedAt, updatedBy };
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    return { value: null, sealed: { keyId: error.keyId }, updatedAt, updatedBy };
  }
}
