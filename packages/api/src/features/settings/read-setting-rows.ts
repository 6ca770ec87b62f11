import { type Deps } from "../../deps";
import { SecretBoxError } from "../../secret-box";
import { isSecretSetting } from "./settings-registry";

/** A row as it may be used: a secret is opened, or `sealed` says which key it asks for. */
type SettingRow = {
  value: string | null;
  sealed: { keyId: string | null } | null;
  updatedAt: Date;
  updatedBy: string | null;
};

export type SettingRows = ReadonlyMap<string, SettingRow>;

/** Opened secrets are not kept in memory for longer, whatever the version says. */
const KEPT_MS = 5 * 60_000;

type Kept = { version: string; readAt: number; rows: SettingRows };
/** For each way to the database: users' questions have one of their own. */
const kept = new WeakMap<Deps["secretBox"], WeakMap<Deps["db"]["pool"], Kept>>();

/**
 * The stored settings, secrets opened, from memory as long as no row has changed: the database is asked for the
 * version first, each time, so a write counts at once in every process, whoever made it and however
 * (docs/decisions/0009-settings-cache.md).
 * @param knownVersion what another question to the database has just answered of `SETTINGS_VERSION`
 */
export async function readSettingRows(deps: Deps, knownVersion?: string): Promise<SettingRows> {
  const { pool } = deps.db;
  const now = deps.clock.now().getTime();
  const byPool = kept.get(deps.secretBox) ?? new WeakMap<Deps["db"]["pool"], Kept>();
  kept.set(deps.secretBox, byPool);
  const found = byPool.get(pool);
  const age = found ? now - found.readAt : Number.NaN;
  const usable = found && age >= 0 && age < KEPT_MS ? found : null;
  if (usable && usable.version === knownVersion) return usable.rows;

  const { rows } = await pool.query<{ version: string; rows: StoredRow[] | null }>({
    name: "load-settings",
    // The rows travel only when they differ from those in memory.
    text: `SELECT v.version, CASE WHEN v.version IS DISTINCT FROM $1 THEN (
             SELECT coalesce(json_agg(r), '[]') FROM (
               SELECT s.setting_key, s.setting_value, s.updated_at, coalesce(u.name, u.email) AS updated_by
               FROM system_settings s LEFT JOIN users u ON u.id = s.updated_by WHERE s.setting_value IS NOT NULL
             ) r) END AS rows
           FROM (SELECT ${SETTINGS_VERSION} AS version FROM system_settings s) v`,
    values: [usable?.version ?? null],
  });
  const answer = rows[0];
  if (usable && answer?.rows === null) return usable.rows;
  const opened = new Map(answer?.rows?.map((row) => [row.setting_key, openRow(deps, row)]));
  byPool.set(pool, { version: answer?.version ?? "", readAt: now, rows: opened });
  return opened;
}

/** Of the rows of `system_settings s`. Every UPDATE and INSERT gives a row another xmin and place, also one that was typed by hand. */
export const SETTINGS_VERSION = `coalesce(md5(string_agg(s.setting_key || ' ' || s.xmin || ' ' || s.ctid, ',' ORDER BY s.setting_key)), '')`;

type StoredRow = {
  setting_key: string;
  setting_value: string | null;
  /** ISO 8601: it travels as JSON. */
  updated_at: string;
  updated_by: string | null;
};

function openRow(deps: Deps, row: StoredRow): SettingRow {
  const { setting_key: key, setting_value: text, updated_by: updatedBy } = row;
  const updatedAt = new Date(row.updated_at);
  if (text === null || !isSecretSetting(key)) return { value: text, sealed: null, updatedAt, updatedBy };
  try {
    return { value: deps.secretBox.open(text, key), sealed: null, updatedAt, updatedBy };
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    return { value: null, sealed: { keyId: error.keyId }, updatedAt, updatedBy };
  }
}
