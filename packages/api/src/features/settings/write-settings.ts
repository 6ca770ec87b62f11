import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { CANARY, isSecretSetting, SETTINGS, type SettingKey } from "./settings-registry";

type Client = Pick<Prisma.TransactionClient, "$executeRaw">;

/** Stores values (null removes one), sealing those that are secret. Give a transaction's client to write with other rows. */
export async function writeSettings(
  deps: Deps,
  client: Client,
  values: Partial<Record<SettingKey, string | null>>,
  updatedBy: string | null,
): Promise<void> {
  const touchesSecret = Object.keys(values).some(isSecretSetting);
  const all = touchesSecret ? { ...values, settings_canary: CANARY } : values;
  const rows = Object.entries(all).map(([key, value]) => {
    const settingKey = key as SettingKey;
    const { secret, description } = SETTINGS[settingKey];
    return { key, value: value !== null && secret ? deps.secretBox.seal(value, key) : value, description };
  });
  await client.$executeRaw`
    INSERT INTO system_settings (setting_key, setting_value, description, updated_at, updated_by)
    SELECT r.key, r.value, r.description, now(), ${updatedBy}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, value text, description text)
    ON CONFLICT (setting_key) DO UPDATE
    SET setting_value = excluded.setting_value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`;
}
