import { findSqlState } from "@koppeling/db/is-transient-database-error";
import { createPlaces } from "./create-places";
import { type Deps } from "./deps";
import { AppError } from "./errors";

/** Of one user in one process; a page asks some ten questions at once. */
const inPlace = createPlaces({ atOnce: 4, waiting: 60, waitMs: 10_000 });

const QUERY_CANCELED = "57014";

/**
 * Answers what a user asks: a few questions of each user at a time, on connections that nothing else needs, in read-only
 * transactions of at most five seconds. So nobody's questions keep a webhook or a sign-in from the database.
 * @throws AppError `too_busy`, `too_slow`
 */
export async function readAsUser<T>(
  deps: Deps,
  userId: string,
  read: (deps: Deps) => Promise<T>,
): Promise<T> {
  try {
    return await inPlace(userId, () => read({ ...deps, db: deps.db.reads }));
  } catch (error) {
    throw isTooSlow(error) ? new AppError("too_slow", {}, { cause: error }) : error;
  }
}

export const isTooSlow = (error: unknown): boolean => findSqlState(error) === QUERY_CANCELED;
