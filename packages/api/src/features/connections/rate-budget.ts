import { type Deps } from "../../deps";

export type RequestClass = "light" | "heavy";

/** How long to leave Fathom alone after a 429 that does not say. */
export const UNNAMED_WAIT_SECONDS = 10;

/**
 * The share of what Fathom allows that is used. The rest, some 2.7 seconds of each minute, covers requests that arrive
 * closer together than they left.
 */
const UTILISATION = 0.957;

/**
 * Takes a place among the requests that Fathom allows this key in its window of a minute; shared by every process,
 * since the count is kept in PostgreSQL. A heavy request counts in both classes.
 * @returns 0 when the place was taken, else the seconds until one may be free.
 */
export async function takeSlot(deps: Deps, keyHash: string, requestClass: RequestClass): Promise<number> {
  const limits = budgetLimits(deps, requestClass);
  if (limits.length === 0) return 0;
  const wait = await tryTake(deps, keyHash, limits);
  if (wait !== null) return wait;
  await deps.db.pool.query(
    `INSERT INTO rate_budgets (key_hash, request_class, taken) SELECT $1, unnest($2::text[]), '{}' ON CONFLICT DO NOTHING`,
    [keyHash, limits.map((limit) => limit.class)],
  );
  return (await tryTake(deps, keyHash, limits)) ?? 1;
}

/** Fathom said to wait (429), or that nothing is left in its window. */
export async function blockBudget(
  deps: Deps,
  keyHash: string,
  requestClass: RequestClass,
  seconds: number,
): Promise<void> {
  await deps.db.pool.query(
    `INSERT INTO rate_budgets (key_hash, request_class, taken, blocked_until)
     VALUES ($1, $2, '{}', clock_timestamp() + make_interval(secs => $3))
     ON CONFLICT (key_hash, request_class) DO UPDATE
     SET blocked_until = greatest(rate_budgets.blocked_until, excluded.blocked_until)`,
    [keyHash, requestClass, seconds],
  );
}

/** Whether requests of this class are held to a number a minute. */
export const isPaced = (deps: Deps, requestClass: RequestClass): boolean =>
  requestClass === "heavy"
    ? deps.config.fathomHeavyRequestsPerMinute > 0
    : deps.config.fathomRequestsPerMinute > 0;

/** What a budget allows at this moment. */
export type Budget = {
  /** Requests that may go at once. */
  free: number;
  perSecond: number;
  /** For so long nothing goes at all. */
  blockedSeconds: number;
};

/** @returns null for a class that is not held to a number. */
export async function loadBudget(
  deps: Deps,
  keyHash: string,
  requestClass: RequestClass,
): Promise<Budget | null> {
  const limits = budgetLimits(deps, requestClass);
  if (limits.length === 0) return null;
  const window = deps.config.rateWindowSeconds / UTILISATION;
  const { rows } = await deps.db.pool.query<{ class: RequestClass; used: number; blocked: number }>(
    `SELECT request_class AS class,
       (SELECT count(*)::int FROM unnest(taken) AS t(at) WHERE at > clock_timestamp() - make_interval(secs => $3)) AS used,
       greatest(0, coalesce(extract(epoch FROM blocked_until - clock_timestamp()), 0))::float8 AS blocked
     FROM rate_budgets WHERE key_hash = $1 AND request_class = ANY($2)`,
    [keyHash, limits.map((limit) => limit.class), window],
  );
  const usedOf = (name: RequestClass) => rows.find((row) => row.class === name)?.used ?? 0;
  return {
    free: Math.min(...limits.map((limit) => Math.max(0, limit.limit - usedOf(limit.class)))),
    perSecond: Math.min(...limits.map(({ limit }) => limit / window)),
    blockedSeconds: Math.max(0, ...rows.map(({ blocked }) => blocked)),
  };
}

type ClassLimit = { class: RequestClass; limit: number };

function budgetLimits(deps: Deps, requestClass: RequestClass): ClassLimit[] {
  const { fathomRequestsPerMinute: light, fathomHeavyRequestsPerMinute: heavy } = deps.config;
  const limits: ClassLimit[] = requestClass === "heavy" ? [{ class: "heavy", limit: heavy }] : [];
  limits.push({ class: "light", limit: light });
  return limits.filter(({ limit }) => limit > 0);
}

/** One statement, so that two processes never take the same place. @returns null when the rows are not there yet. */
async function tryTake(deps: Deps, keyHash: string, limits: ClassLimit[]): Promise<number | null> {
  const { rows } = await deps.db.pool.query<{ known: number; wait: number | null; taken: boolean }>({
    name: "take-slot",
    text: `
      WITH wanted AS (SELECT * FROM unnest($2::text[], $3::int[]) AS w(request_class, slots)),
      budget AS (
        SELECT b.request_class, w.slots, b.taken, b.blocked_until, clock_timestamp() AS now
        FROM rate_budgets b JOIN wanted w USING (request_class)
        WHERE b.key_hash = $1 ORDER BY b.request_class FOR UPDATE OF b
      ),
      waits AS (
        SELECT count(*)::int AS known, max(greatest(0,
          extract(epoch FROM blocked_until - now),
          -- What was taken further ahead than that was taken by a clock that has been set back since.
          CASE WHEN cardinality(taken) >= slots AND taken[cardinality(taken) - slots + 1] < now + make_interval(secs => $4)
            THEN extract(epoch FROM taken[cardinality(taken) - slots + 1] + make_interval(secs => $4) - now) END
        ))::float8 AS wait FROM budget
      ),
      take AS (
        UPDATE rate_budgets b
        SET taken = (b.taken || clock_timestamp())[greatest(1, cardinality(b.taken) + 2 - w.slots):], blocked_until = NULL
        FROM wanted w, waits
        WHERE b.key_hash = $1 AND b.request_class = w.request_class
          AND waits.wait <= 0 AND waits.known = cardinality($2::text[])
        RETURNING 1
      )
      SELECT waits.known, waits.wait, EXISTS (SELECT FROM take) AS taken FROM waits`,
    values: [
      keyHash,
      limits.map((l) => l.class),
      limits.map((l) => l.limit),
      deps.config.rateWindowSeconds / UTILISATION,
    ],
  });
  const row = rows[0];
  if (!row || row.known < limits.length) return null;
  return row.taken ? 0 : Math.max(0.05, row.wait ?? 0);
}
