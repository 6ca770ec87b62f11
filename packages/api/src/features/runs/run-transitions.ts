import { type Prisma, type SyncRunStatus } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";

/** Who works on a run: only the pages of the token's holder are stored. */
export type Lease = { runId: string; leaseToken: string };

type Transition = {
  from: readonly SyncRunStatus[];
  to: readonly SyncRunStatus[];
  /**
   * `holder`: whoever has the lease. `nobody`: anyone, while nobody works on the run (the lease is given back or has
   * lapsed, and the run does not wait on purpose). `anyone`: whoever works on it.
   */
  by: "holder" | "nobody" | "anyone";
  /** What the row becomes, in SQL over the run `r`; `{name}` is a parameter. */
  set: string;
  /** A further condition on the run `r`. */
  when?: string;
};

const ENDED = "finished_at = now(), lease_token = NULL, waiting_until = NULL";
const FIRST_PAGE = "cursor = NULL, loop_cursor = NULL, loop_page = 1, empty_pages = 0";
const IS_FREE =
  "(r.lease_token IS NULL OR greatest(r.heartbeat_at, r.waiting_until) < now() - make_interval(secs => {leaseSeconds}))";

/**
 * Every change of a run after it was requested. docs/architecture.md draws this table; run-transitions.test.ts checks it
 * against PostgreSQL, and the architecture test finds statements on `sync_runs` that go around it.
 */
export const RUN_TRANSITIONS = {
  take: {
    from: ["queued", "running"],
    to: ["running"],
    by: "nobody",
    set: `status = 'running', lease_token = {leaseToken}::uuid, heartbeat_at = now(), waiting_until = NULL,
      started_at = coalesce(r.started_at, now()), job_run = {jobRun}::text,
      lease_holder = {leaseHolder}::text`,
  },
  beat: { from: ["running"], to: ["running"], by: "holder", set: "heartbeat_at = now()" },
  wait: {
    from: ["running"],
    to: ["running"],
    by: "holder",
    set: `waiting_until = now() + make_interval(secs => {seconds}), heartbeat_at = now(),
      failure_code = {code}::text, failure_detail = {detail}::text`,
  },
  endWait: {
    from: ["running"],
    to: ["running"],
    by: "anyone",
    // Who sleeps through a short wait keeps the lease; after a long one the run is free for the next job run.
    set: `waiting_until = now(), heartbeat_at = now(), lease_token = CASE
      WHEN r.waiting_until - r.heartbeat_at > make_interval(secs => {longestSleepSeconds}) THEN NULL ELSE r.lease_token END`,
    when: "r.waiting_until > now() AND (r.failure_code IS NULL OR r.failure_code = 'rate_limited')",
  },
  restartWalk: {
    from: ["running"],
    to: ["running"],
    by: "holder",
    set: `${FIRST_PAGE}, restarts = r.restarts + 1, heartbeat_at = now()`,
  },
  startNextWalk: {
    from: ["running"],
    to: ["running"],
    by: "holder",
    set: `${FIRST_PAGE}, walk_complete = false, heartbeat_at = now()`,
  },
  release: { from: ["running"], to: ["running"], by: "holder", set: "lease_token = NULL" },
  // A process that starts under a name is all that there is under it.
  reclaim: {
    from: ["running"],
    to: ["running"],
    by: "anyone",
    set: "lease_token = NULL",
    when: "r.lease_holder = {leaseHolder}",
  },
  interrupt: { from: ["running"], to: ["running"], by: "anyone", set: "lease_token = NULL" },
  askToCancel: {
    from: ["queued", "running"],
    to: ["queued", "running"],
    by: "anyone",
    set: "cancel_requested = true",
  },
  cancelIdle: {
    from: ["queued", "running"],
    to: ["cancelled"],
    by: "anyone",
    set: `status = 'cancelled', cancel_requested = true, ${ENDED}`,
    // Whoever sleeps through a wait looks at the run before anything else, and finds it ended.
    when: `(r.lease_token IS NULL OR r.waiting_until > now()
      OR r.heartbeat_at < now() - make_interval(secs => {leaseSeconds}))`,
  },
  // The engine's run that took it last is cancelled there, or the one that was to take it first.
  cancelAtEngine: {
    from: ["queued", "running"],
    to: ["cancelled"],
    by: "anyone",
    set: `status = 'cancelled', cancel_requested = true, ${ENDED}, failure_code = 'cancelled_at_engine', failure_detail = NULL`,
    when: "(r.job_run = {jobRun}::text OR r.status = 'queued' AND r.job_run IS NULL)",
  },
  cancel: { from: ["running"], to: ["cancelled"], by: "holder", set: `status = 'cancelled', ${ENDED}` },
  finish: {
    from: ["running"],
    to: ["succeeded", "partial"],
    by: "holder",
    set: `status = CASE WHEN r.errors > 0 THEN 'partial' ELSE 'succeeded' END::sync_run_status, ${ENDED},
      failure_code = NULL, failure_detail = NULL`,
    when: "r.walk_complete",
  },
  fail: {
    from: ["queued", "running"],
    to: ["failed"],
    by: "holder",
    set: `status = 'failed', ${ENDED}, failure_code = coalesce({code}, r.failure_code, 'bug'),
      failure_detail = coalesce({detail}, r.failure_detail)`,
  },
  failUnheld: {
    from: ["queued", "running"],
    to: ["failed"],
    by: "nobody",
    set: `status = 'failed', ${ENDED}, failure_code = coalesce({code}, r.failure_code, 'bug'),
      failure_detail = coalesce({detail}, r.failure_detail)`,
  },
} as const satisfies Record<string, Transition>;

export type RunTransition = keyof typeof RUN_TRANSITIONS;

/**
 * A transition as SQL, which changes nothing unless the table allows it: a run that has ended, or that another holds,
 * stays as it is. For statements that do more than one thing; else see changeRun.
 * @param place where the statement has a parameter: `runId`, `leaseToken`, `leaseSeconds`, and those of the transition
 */
export function transitionSql(name: RunTransition, place: (parameter: string) => string): string {
  const { from, by, set, when }: Transition = RUN_TRANSITIONS[name];
  const conditions = [
    "r.id = {runId}::uuid",
    `r.status IN (${from.map((status) => `'${status}'`).join(", ")})`,
    ...(by === "holder" ? ["r.lease_token = {leaseToken}::uuid"] : by === "nobody" ? [IS_FREE] : []),
    ...(when ? [when] : []),
  ];
  return `UPDATE sync_runs r SET ${set} WHERE ${conditions.join(" AND ")}`.replace(
    /\{(\w+)\}/g,
    (_, parameter: string) => place(parameter),
  );
}

/** The pool, or a transaction that the change belongs to. */
type Client = Pick<Deps["db"]["pool"], "query"> | Pick<Prisma.TransactionClient, "$queryRawUnsafe">;

/**
 * Makes one transition.
 * @param values by the names of the transition's parameters
 * @returns whether the table allowed it
 */
export async function changeRun(
  client: Client,
  name: RunTransition,
  values: { runId: string } & Record<string, string | number | null>,
): Promise<boolean> {
  const used: string[] = [];
  const update = transitionSql(name, (parameter) => {
    if (!used.includes(parameter)) used.push(parameter);
    return `$${used.indexOf(parameter) + 1}`;
  });
  const text = `${update} RETURNING r.id`;
  const given = used.map((parameter) => values[parameter] ?? null);
  const rows =
    "query" in client
      ? (await client.query(text, given)).rows
      : await client.$queryRawUnsafe<unknown[]>(text, ...given);
  return rows.length === 1;
}
