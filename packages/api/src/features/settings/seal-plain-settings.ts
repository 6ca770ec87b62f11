import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { lockSecretRows, resealRow } from "./lock-secret-rows";

/**
 * Seals secrets that lie open in their rows, as an installation from before the sealing has them. The one way in:
 * everywhere else plain text in such a row is an error. Does nothing the second time.
 * @returns the names of the settings that were sealed
 */
export async function sealPlainSettings(deps: Deps, actor: Actor): Promise<string[]> {
  return await deps.db.prisma.$transaction(async (tx) => {
    const rows = await lockSecretRows(tx, deps.secretBox);
    const open = rows.filter((row) => row.fault === "not_sealed");
    for (const { key, text } of open) {
      await resealRow(tx, deps.secretBox, { key, text, plain: text.trim() });
      await writeAudit(deps, tx, actor, { action: "settings.seal", subject: key, newValue: text.trim() });
    }
    return open.map(({ key }) => key);
  });
}
