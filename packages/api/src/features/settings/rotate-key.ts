import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { lockSecretRows, resealRow } from "./lock-secret-rows";

/**
 * Seals every stored secret anew with the first key of the ring, in one transaction: whatever ends it half-way leaves
 * every row as it was. A secret that an admin saves meanwhile waits for it, and wins.
 * @returns how many were sealed anew, how many were sealed with the first key already, and that key's id
 * @throws AppError `settings_key` when one cannot be opened: then nothing was changed
 */
export async function rotateKey(
  deps: Deps,
  actor: Actor,
): Promise<{ keyId: string; resealed: number; current: number }> {
  const [{ id: keyId }] = deps.config.settingsEncryptionKeys;
  return await deps.db.prisma.$transaction(async (tx) => {
    const rows = await lockSecretRows(tx, deps.secretBox);
    let resealed = 0;
    for (const row of rows) {
      if (row.fault !== null) throw new AppError("settings_key", { keyId: row.keyId ?? "?" });
      if (row.keyId === keyId) continue;
      await resealRow(tx, deps.secretBox, row);
      resealed += 1;
    }
    if (resealed > 0)
      await writeAudit(deps, tx, actor, { action: "settings.rotate_key", details: { keyId, resealed } });
    return { keyId, resealed, current: rows.length - resealed };
  });
}
