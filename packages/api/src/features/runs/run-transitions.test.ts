import { createTestDatabase } from "@koppeling/testing/create-test-database";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeRun, RUN_TRANSITIONS, type RunTransition } from "./run-transitions";

const LEASE_SECONDS = 60;
const TOKENS = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"] as const;
const names = Object.keys(RUN_TRANSITIONS) as RunTransition[];
const isOver = (status: string) => !["queued", "running"].includes(status);

/** What may happen to a run: a transition that one of two workers tries, the end of its walk, or time that passes. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ try: fc.constantFrom(...names), worker: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.constant("walked" as const) },
  { weight: 2, arbitrary: fc.constantFrom(10, 90, 3_600) },
);

describe("the transitions of a run", () => {
  it("end in states that have none, and leave from every other one to an end", () => {
    for (const { from, to } of Object.values(RUN_TRANSITIONS)) {
      expect(from.filter(isOver)).toEqual([]);
      expect(to.length).toBeGreaterThan(0);
    }
    for (const status of ["queued", "running"])
      for (const by of ["nobody", "anyone"])
        expect(
          Object.values(RUN_TRANSITIONS).some(
            (transition) =>
              transition.by === by &&
              (transition.from as readonly string[]).includes(status) &&
              transition.to.some(isOver),
          ),
        ).toBe(true);
  });

  it("leave a run, whatever happens in whatever order, over or free to be taken once its lease has lapsed", async () => {
    await using database = await createTestDatabase();
    const { pool } = database.db;
    const load = async (runId: string) => {
      const { rows } = await pool.query<{
        status: string;
        lease_token: string | null;
        finished: boolean;
        waiting: boolean;
      }>(
        `SELECT status::text, lease_token, finished_at IS NOT NULL AS finished, waiting_until IS NOT NULL AS waiting
         FROM sync_runs WHERE id = $1`,
        [runId],
      );
      const [row] = rows;
      if (!row) throw new Error("the run is gone");
      return row;
    };
    const pass = (runId: string, seconds: number) =>
      pool.query(
        `UPDATE sync_runs SET heartbeat_at = heartbeat_at - make_interval(secs => $2),
           waiting_until = waiting_until - make_interval(secs => $2) WHERE id = $1`,
        [runId, seconds],
      );

    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        await pool.query("DELETE FROM sync_runs");
        const { rows } = await pool.query<{ id: string }>(
          "INSERT INTO sync_runs (kind, trigger, window_from, window_to) VALUES ('window', 'cli', now(), now()) RETURNING id",
        );
        const runId = rows[0]?.id ?? "";
        for (const happening of events) {
          if (happening === "walked") await pool.query("UPDATE sync_runs SET walk_complete = true");
          else if (typeof happening === "number") await pass(runId, happening);
          else {
            const before = await load(runId);
            const leaseToken = TOKENS[happening.worker] ?? TOKENS[0];
            const values = {
              runId,
              leaseToken,
              leaseSeconds: LEASE_SECONDS,
              seconds: 120,
              longestSleepSeconds: 90,
              leaseHolder: `host ${happening.worker}`,
              jobRun: `job run of ${happening.worker}`,
              code: null,
              detail: null,
            };
            const happened = await changeRun(pool, happening.try, values);
            const { from, to, by } = RUN_TRANSITIONS[happening.try];
            const after = await load(runId);
            if (!happened) expect(after).toEqual(before);
            else {
              expect(from).toContain(before.status);
              expect(to).toContain(after.status);
              if (by === "holder") expect(before.lease_token).toBe(leaseToken);
            }
          }
          const { status, lease_token: held, finished, waiting } = await load(runId);
          expect(finished).toBe(isOver(status));
          if (isOver(status)) expect({ held, waiting }).toEqual({ held: null, waiting: false });
          if (status === "queued") expect(held).toBeNull();
        }
        await pass(runId, 7_200);
        const { status } = await load(runId);
        const values = { runId, leaseToken: TOKENS[0], leaseSeconds: LEASE_SECONDS };
        expect(await changeRun(pool, "take", values)).toBe(!isOver(status));
      }),
      { numRuns: 60 },
    );
  });

  it("let one of two workers who ask at the same moment have the run", async () => {
    await using database = await createTestDatabase();
    const { pool } = database.db;
    const { rows } = await pool.query<{ id: string }>(
      "INSERT INTO sync_runs (kind, trigger, window_from, window_to) VALUES ('window', 'cli', now(), now()) RETURNING id",
    );
    const runId = rows[0]?.id ?? "";
    const take = (leaseToken: string) =>
      changeRun(pool, "take", { runId, leaseToken, leaseSeconds: LEASE_SECONDS });
    expect((await Promise.all(TOKENS.map(take))).filter(Boolean)).toHaveLength(1);
  });
});
