import { type Deps } from "../../deps";

/** Reps, addresses or filters may have changed: have the ledger compared with them now. */
export const RULES_CHANGED = "rematch/requested";

/**
 * Nobody waits for it, and nothing is lost when it does not arrive: the same job looks every minute by itself. The
 * comparison before is forgotten: a run under way may have decided by rules that are changed back before it ends.
 */
export function announceRules(deps: Deps): void {
  deps.db.prisma.comparedRules
    .deleteMany()
    .then(() => deps.jobs.send({ name: RULES_CHANGED, data: {} }))
    .catch((error: unknown) =>
      deps.log.warn({ err: error }, "the job engine was not told of the new rules; it looks by itself"),
    );
}
