import { type Deps } from "../../deps";
import { loadLastSyncTime } from "../runs/load-run-result";
import { loadSettings } from "../settings/load-settings";
import { isSyncLate } from "./is-sync-late";

/**
 * Whether syncs go on as SYNC_CRON says: the one verdict of the health page and of `koppeling doctor`.
 * @returns `lastSuccessAt` null before a first success
 */
export async function checkLastSync(
  deps: Deps,
): Promise<{ ok: boolean; detail: string; lastSuccessAt: Date | null }> {
  const [{ apiKey }, lastSuccessAt] = await Promise.all([loadSettings(deps), loadLastSyncTime(deps)]);
  if (!apiKey) return { ok: true, detail: "There is no API key yet, so nothing to sync.", lastSuccessAt };
  if (!lastSuccessAt) return { ok: false, detail: "No sync has succeeded yet.", lastSuccessAt };
  const now = deps.clock.now();
  const minutes = Math.floor((now.getTime() - lastSuccessAt.getTime()) / 60_000);
  return {
    ok: !isSyncLate({ lastSuccessAt, syncCron: deps.config.syncCron, now }),
    detail: `The last successful sync ended ${minutes} minutes ago.`,
    lastSuccessAt,
  };
}
