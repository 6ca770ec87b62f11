import { type AlertKind } from "@koppeling/db/prisma";
import { isSyncLate } from "./is-sync-late";

/** `unknown`: nothing can be said now, so what was going on is neither news nor over. */
export type Judgement = "on" | "off" | "unknown";

/**
 * What is going wrong that people have to know of. Pure.
 * @param facts.lastSuccessAt when the last complete sync ended; before a first one, since when there could have been one
 */
export function judgeHealth(facts: {
  hasKey: boolean;
  keyRefused: boolean;
  keyAccepted: boolean;
  lastSuccessAt: Date;
  syncCron: string;
  now: Date;
}): Record<AlertKind, Judgement> {
  // Without a key that works no sync can succeed: that is the key's news, and not twice.
  const canSync = facts.hasKey && !facts.keyRefused;
  return {
    key_refused: facts.keyRefused ? "on" : facts.keyAccepted ? "off" : "unknown",
    sync_late: canSync ? (isSyncLate(facts) ? "on" : "off") : "unknown",
  };
}
