import { type Deps } from "./deps";

/** Reps, addresses or filters may have changed: have the ledger compared with them now. */
export const RULES_CHANGED = "rematch/requested";

/**
 * Nobody waits for it, and nothing is lost when it does not arrive: the same job looks every minute by itself at what
 * the database has noted of the change (see apply-rules.ts).
 */
export function announceRules(deps: Deps): void {
  deps.jobs
    .send({ name: RULES_CHANGED, data: {} })
    .catch((error: unknown) =>
      deps.log.warn({ err: error }, "the job engine was not told of the new rules; it looks by itself"),
    );
}
