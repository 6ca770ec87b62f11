import { type AnswerFacts, type RequestClass } from "@koppeling/fathom/client";
import { type Config, type Deps } from "../../deps";
import { hashApiKey } from "../settings/hash-api-key";

/** How long to leave Fathom alone after the first 429 that does not say. */
export const UNNAMED_WAIT_SECONDS = 10;
/** However often Fathom refuses, it is asked again after so many of its windows: a quarter of an hour. */
const LONGEST_WAIT_WINDOWS = 15;

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

/**
 * How long to wait after so many refusals in a row. What Fathom names is believed within what its own rule can mean: a
 * limit a minute is over after a minute, so the first wait is at most that, and the longest doubles with each refusal
 * up to fifteen. A refusal that does not name a time, or none worth the name, doubles likewise: from 10 seconds, or from
 * one where Fathom keeps naming less. Pure.
 * @param namedSeconds as the header says it; null when it says nothing
 * @param refusals in a row, this one included
 */
export function boundWait(
  namedSeconds: number | null,
  refusals: number,
  { rateWindowSeconds: window }: Pick<Config, "rateWindowSeconds">,
): number {
  const doubled = 2 ** Math.min(20, Math.max(0, Math.floor(refusals) - 1 || 0));
  const second = window / 60;
  const longest = Math.min(window * doubled, window * LONGEST_WAIT_WINDOWS);
  const isNamed = namedSeconds !== null && namedSeconds > 0;
  const wanted = isNamed
    ? Math.max(namedSeconds, second * doubled)
    : Math.max(UNNAMED_WAIT_SECONDS * second * doubled, second);
  return Math.min(wanted, longest);
}

/**
 * Accounts for an answer of Fathom, whoever asked: a 429 holds everybody back (see {@link boundWait}), any other answer
 * that Fathom itself gave ends a row of refusals, and one that leaves nothing of its window closes the budget until that
 * is over. Never throws: the answer is worth more than the account of it.
 */
export async function noteAnswer(deps: Deps, apiKey: string, answer: AnswerFacts): Promise<void> {
  const { requestClass, status, rateLimit } = answer;
  const keyHash = hashApiKey(deps, apiKey);
  try {
    if (status === 429) {
      await noteRefusal(deps, keyHash, requestClass, answer.retryAfterSeconds);
      return;
    }
    if (status < 500) await endRefusals(deps, keyHash, requestClass);
    if (rateLimit.remaining === 0 && rateLimit.resetSeconds !== null && isPaced(deps, requestClass)) {
      // Its window is over by then, whatever Fathom counts the time in.
      const seconds = Math.min(rateLimit.resetSeconds, deps.config.rateWindowSeconds);
      await blockBudget(deps, keyHash, requestClass, seconds);
    }
  } catch (error) {
    deps.log.warn({ err: error, status }, "what Fathom says of its limit could not be kept");
  }
}

/** Fathom refused (429). @returns the seconds for which it is left alone */
export async function noteRefusal(
  deps: Deps,
  keyHash: string,
  requestClass: RequestClass,
  namedSeconds: number | null,
): Promise<number> {
  const { rows } = await deps.db.pool.query<{ refusals: number }>(
    `INSERT INTO rate_budgets (key_hash, request_class, taken, refusals) VALUES ($1, $2, '{}', 1)
     ON CONFLICT (key_hash, request_class) DO UPDATE SET refusals = least(rate_budgets.refusals + 1, 1000)
     RETURNING refusals`,
    [keyHash, requestClass],
  );
  const seconds = boundWait(namedSeconds, rows[0]?.refusals ?? 1, deps.config);
  await blockBudget(deps, keyHash, requestClass, seconds);
  return seconds;
}

/** While a block stands, what is answered was asked before it, and proves nothing. A heavy request counts in both classes. */
async function endRefusals(deps: Deps, keyHash: string, requestClass: RequestClass): Promise<void> {
  await deps.db.pool.query({
    name: "end-refusals",
    text: `UPDATE rate_budgets SET refusals = 0 WHERE key_hash = $1 AND request_class = ANY ($2) AND refusals > 0
           AND (blocked_until IS NULL OR blocked_until <= clock_timestamp())`,
    values: [keyHash, requestClass === "heavy" ? ["heavy", "light"] : ["light"]],
  });
}

/** @param seconds bounded by the caller */
async function blockBudget(
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

/** Lets the next request go at once. How often Fathom has refused is kept: its next refusal is believed for longer. */
export async function clearBlocks(deps: Deps, keyHash: string): Promise<void> {
  await deps.db.pool.query(
    "UPDATE rate_budgets SET blocked_until = NULL WHERE key_hash = $1 AND blocked_until IS NOT NULL",
    [keyHash],
  );
}

/** `refusals`: how often in a row Fathom has said "too many requests". */
export type Block = { until: Date; seconds: number; refusals: number };

/**
 * What Fathom has refused last, as long as it holds requests back.
 * @param requestClass default whichever is held back the longest
 */
export async function loadBlock(
  deps: Deps,
  keyHash: string,
  requestClass?: RequestClass,
): Promise<Block | null> {
  const { rows } = await deps.db.pool.query<Block>(
    `SELECT blocked_until AS until, refusals,
       extract(epoch FROM blocked_until - clock_timestamp())::float8 AS seconds
     FROM rate_budgets
     WHERE key_hash = $1 AND ($2::text IS NULL OR request_class = $2) AND refusals > 0
       AND blocked_until BETWEEN clock_timestamp() AND clock_timestamp() + make_interval(secs => $3)
     ORDER BY blocked_until DESC LIMIT 1`,
    [keyHash, requestClass ?? null, longestBlock(deps)],
  );
  return rows[0] ?? null;
}

/** What lies further ahead than any block was written by a clock that has been set back since. */
const longestBlock = ({ config }: Deps): number => config.rateWindowSeconds * LONGEST_WAIT_WINDOWS;

/** Whether requests of this class are held to a number a minute. */
const isPaced = (deps: Deps, requestClass: RequestClass): boolean =>
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
       CASE WHEN blocked_until <= clock_timestamp() + make_interval(secs => $4)
         THEN greatest(0, extract(epoch FROM blocked_until - clock_timestamp())) ELSE 0 END::float8 AS blocked
     FROM rate_budgets WHERE key_hash = $1 AND request_class = ANY($2)`,
    [keyHash, limits.map((limit) => limit.class), window, longestBlock(deps)],
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
          -- What lies further ahead was written by a clock that has been set back since.
          CASE WHEN blocked_until <= now + make_interval(secs => $5) THEN extract(epoch FROM blocked_until - now) END,
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
      longestBlock(deps),
    ],
  });
  const row = rows[0];
  if (!row || row.known < limits.length) return null;
  return row.taken ? 0 : Math.max(0.05, row.wait ?? 0);
}
