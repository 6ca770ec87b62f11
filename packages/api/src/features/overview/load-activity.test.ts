import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

it("counts calls and talk time by the days of Amsterdam, empty days included, across the change of the clock", async () => {
  // Sunday 29 March 2026 has 23 hours there; it is half past midnight on Tuesday the 31st.
  const now = new Date("2026-03-30T22:30:00Z");
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  const anna = await stack.addRep("Anna", "anna@z.example");
  const bram = await stack.addRep("Bram", "bram@z.example");
  await stack.addRep("Zonder", "zonder@z.example");
  const insert = async (id: number, rep: string, startedAt: string, seconds: number | null) => {
    await stack.deps.db.pool.query(
      `WITH ledger AS (INSERT INTO recordings (recording_id, decision) VALUES ($1, 'imported'))
       INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, recorder_email, started_at, duration_seconds, details_hash, observed_at)
       VALUES ($1, $2, 'email', 'Call', 'x@z.example', $3, $4, '', now())`,
      [id, rep, startedAt, seconds],
    );
  };
  await insert(1, anna, "2026-03-27T22:59:59Z", 600); // still Friday the 27th, outside
  await insert(2, anna, "2026-03-27T23:00:00Z", 60); // Saturday the 28th
  await insert(3, anna, "2026-03-28T23:30:00Z", 120); // Sunday, before the clock changes
  await insert(4, bram, "2026-03-29T21:59:59Z", null); // the last second of Sunday, length unknown
  await insert(5, bram, "2026-03-30T22:00:00Z", 30); // Tuesday
  await insert(6, bram, "2026-03-31T22:00:00Z", 30); // tomorrow
  const activity = await (await stack.caller("viewer")).overview.activity({ days: 4 });
  expect(activity).toEqual({
    perDay: [
      { day: "2026-03-28", calls: 1, seconds: 60 },
      { day: "2026-03-29", calls: 2, seconds: 120 },
      { day: "2026-03-30", calls: 0, seconds: 0 },
      { day: "2026-03-31", calls: 1, seconds: 30 },
    ],
    perRep: [
      { salesRepId: anna, name: "Anna", calls: 2, seconds: 180 },
      { salesRepId: bram, name: "Bram", calls: 2, seconds: 30 },
    ],
  });
  await expect((await stack.caller("viewer")).overview.activity({ days: 0 })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
});

it("keeps the ledger's count with every change, however it is made", async () => {
  await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
  const { pool } = stack.deps.db;
  const check = async () => {
    const counted = await pool.query(
      "SELECT decision, coalesce(reason, '') AS reason, count(*)::text AS count FROM recordings GROUP BY 1, 2 ORDER BY 1, 2",
    );
    const kept = await pool.query(
      "SELECT decision, reason, count::text FROM ledger_counts WHERE count <> 0 ORDER BY 1, 2",
    );
    expect(kept.rows).toEqual(counted.rows);
  };
  const skip = (reason: string, from: number, to: number) =>
    pool.query(
      `INSERT INTO recordings (recording_id, decision, reason) SELECT i, 'skipped', $1 FROM generate_series($2::int, $3::int) i
       ON CONFLICT (recording_id) DO UPDATE SET reason = excluded.reason, decision = excluded.decision`,
      [reason, from, to],
    );
  await skip("no_matching_rep", 1, 10);
  await check();
  await skip("other_team", 6, 15);
  await check();
  await pool.query("UPDATE recordings SET decision = 'imported', reason = NULL WHERE recording_id % 2 = 0");
  await check();
  await pool.query("UPDATE recordings SET changed_at = now()");
  await pool.query("DELETE FROM recordings WHERE recording_id < 4");
  await check();
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => skip(i % 2 ? "rep_archived" : "ambiguous_rep", 100 + i, 120 + i)),
  );
  await check();
  await pool.query("TRUNCATE recordings CASCADE");
  await check();
});
