import type { Deps } from "@koppeling/api/deps";
import { AppError } from "@koppeling/api/errors";
import { SYSTEM } from "@koppeling/api/context";
import { testConnection } from "@koppeling/api/features/connections/test-connection";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import type { SyncResult } from "@koppeling/api/features/runs/run-result";
import { describeError } from "@koppeling/cli/describe-error";

/** @returns whether there is a connection, and a sentence about it */
export async function tryConnection(deps: Deps): Promise<{ connected: boolean; message: string }> {
  try {
    const { success, message } = await testConnection(deps, { actor: SYSTEM, locale: "en" });
    return { connected: success, message };
  } catch (error) {
    // No key yet, or one that cannot be opened: the dashboard is where that is mended.
    if (error instanceof AppError) return { connected: false, message: describeError(error) };
    throw error;
  }
}

/** Syncs from where the last sync ended, or the last 30 days. A sync that fails is a result here, not an error. */
export async function syncAtStart(
  deps: Deps,
  options: { signal: AbortSignal; onProgress: (result: SyncResult) => void },
): Promise<SyncResult> {
  return runSync(deps, { trigger: "cli", locale: "en", ...options });
}
