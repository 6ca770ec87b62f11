import { type AlertKind } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { loadLastSyncTime } from "../runs/load-run-result";
import { loadSettings } from "../settings/load-settings";
import { type Judgement, judgeHealth } from "./judge-health";

export type Health = { judgements: Record<AlertKind, Judgement>; lastSuccessAt: Date | null };

/** Measured in the database, not by the scheduler's word. */
export async function loadHealth(deps: Deps): Promise<Health> {
  const [settings, lastSuccessAt] = await Promise.all([loadSettings(deps), loadLastSyncTime(deps)]);
  const judgements = judgeHealth({
    hasKey: settings.apiKey !== null,
    keyRefused: settings.keyRefused,
    keyAccepted: settings.keyAccepted,
    lastSuccessAt: lastSuccessAt ?? settings.updatedAt ?? (await loadBeginning(deps)),
    syncCron: deps.config.syncCron,
    now: deps.clock.now(),
  });
  return { judgements, lastSuccessAt };
}

/** Of an installation whose key comes from the environment: when its first user was made. */
async function loadBeginning(deps: Deps): Promise<Date> {
  const first = await deps.db.prisma.user.findFirst({
    orderBy: { createdAt: "asc" },
    select: { createdAt: true },
  });
  return first?.createdAt ?? deps.clock.now();
}
