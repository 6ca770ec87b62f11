import { type Deps } from "../../deps";
import { lockSecretRows, type SecretRow } from "./lock-secret-rows";
import { CANARY } from "./settings-registry";

export type SecretsReport = {
  /** Every secret can be opened, with the key that seals new ones. */
  verdict: "ok" | "old_key_in_use" | "unreadable";
  /** The key that seals. */
  keyId: string;
  secrets: {
    setting: string;
    keyId: string | null;
    state: "ok" | "old_key" | NonNullable<SecretRow["fault"]>;
  }[];
  /** Of the ring: keys that no row needs any more. */
  unusedKeyIds: string[];
  /** `missing` while no secret was ever stored. */
  canary: "ok" | "missing" | "unreadable";
};

/** Says with which keys the stored secrets are sealed, and whether they can be opened. Shows none of them. */
export async function verifySecrets(deps: Deps): Promise<SecretsReport> {
  const ring = deps.config.settingsEncryptionKeys;
  const [{ id: keyId }] = ring;
  const rows = await deps.db.prisma.$transaction((tx) => lockSecretRows(tx, deps.secretBox));
  const secrets = rows.map((row) => ({
    setting: row.key,
    keyId: row.keyId,
    state: row.fault ?? (row.keyId === keyId ? ("ok" as const) : ("old_key" as const)),
  }));
  const canary = rows.find((row) => row.key === "settings_canary");
  const canaryState = !canary ? "missing" : canary.plain === CANARY ? "ok" : "unreadable";
  const isReadable = rows.every((row) => row.fault === null) && canaryState !== "unreadable";
  const hasOldKey = secrets.some(({ state }) => state === "old_key");
  return {
    verdict: !isReadable ? "unreadable" : hasOldKey ? "old_key_in_use" : "ok",
    keyId,
    secrets,
    unusedKeyIds: ring.slice(1).flatMap(({ id }) => (rows.some((row) => row.keyId === id) ? [] : [id])),
    canary: canaryState,
  };
}
