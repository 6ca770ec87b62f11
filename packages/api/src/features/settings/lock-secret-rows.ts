import { type Prisma } from "@koppeling/db/prisma";
import { type SecretBox, SecretBoxError, type SecretBoxFault } from "../../secret-box";
import { isSecretSetting, type SecretSettingKey, SETTINGS } from "./settings-registry";

/** Where a secret is, which its seal is bound to: a setting's name, or a user's second factor. */
export type SecretPlace = SecretSettingKey | `second_factors/${string}`;

const SECOND_FACTORS = "second_factors/";

/** @returns what the seal of a user's second factor is bound to */
export const placeOfSecondFactor = (userId: string): SecretPlace => `${SECOND_FACTORS}${userId}`;

/** A stored secret, opened, or why it cannot be. `keyId` is the key that it asks for; null for plain text. */
export type SecretRow = { key: SecretPlace; text: string; keyId: string | null } & (
  | { plain: string; fault: null }
  | { plain: null; fault: SecretBoxFault }
);

/** The stored secrets, held until the transaction ends, so that nobody saves another one meanwhile. */
export async function lockSecretRows(
  client: Pick<Prisma.TransactionClient, "$queryRaw">,
  secretBox: SecretBox,
): Promise<SecretRow[]> {
  const secretKeys = Object.keys(SETTINGS).filter(isSecretSetting);
  const settings = await client.$queryRaw<{ key: SecretSettingKey; text: string }[]>`
    SELECT setting_key AS key, setting_value AS text FROM system_settings
    WHERE setting_key = ANY(${secretKeys}) AND setting_value IS NOT NULL ORDER BY setting_key FOR UPDATE`;
  const factors = await client.$queryRaw<{ userId: string; text: string }[]>`
    SELECT user_id::text AS "userId", secret AS text FROM second_factors ORDER BY user_id FOR UPDATE`;
  const rows = [
    ...settings,
    ...factors.map(({ userId, text }) => ({ key: placeOfSecondFactor(userId), text })),
  ];
  return rows.map(({ key, text }) => {
    try {
      return { key, text, keyId: text.split(".")[1] ?? null, plain: secretBox.open(text, key), fault: null };
    } catch (error) {
      if (!(error instanceof SecretBoxError)) throw error;
      return { key, text, keyId: error.keyId, plain: null, fault: error.fault };
    }
  });
}

/**
 * Puts a secret, sealed anew, in the place of exactly what was read, and reads it back. Who changed it last, and when,
 * stays: the secret is the same.
 * @throws Error when the row is another meanwhile, which ends the transaction
 */
export async function resealRow(
  client: Pick<Prisma.TransactionClient, "$executeRaw">,
  secretBox: SecretBox,
  row: { key: SecretPlace; text: string; plain: string },
): Promise<void> {
  const sealed = secretBox.seal(row.plain, row.key);
  if (secretBox.open(sealed, row.key) !== row.plain) throw new Error(`${row.key} could not be read back`);
  const changed = row.key.startsWith(SECOND_FACTORS)
    ? await client.$executeRaw`
    UPDATE second_factors SET secret = ${sealed}
    WHERE user_id = ${row.key.slice(SECOND_FACTORS.length)}::uuid AND secret = ${row.text}`
    : await client.$executeRaw`
    UPDATE system_settings SET setting_value = ${sealed} WHERE setting_key = ${row.key} AND setting_value = ${row.text}`;
  if (changed !== 1) throw new Error(`${row.key} was changed by somebody else meanwhile; nothing was done`);
}
