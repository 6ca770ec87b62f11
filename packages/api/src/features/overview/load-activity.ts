import { z } from "zod";
import { type Deps } from "../../deps";

/** The days that people mean; the screens show times in the same zone. */
const TIME_ZONE = "Europe/Amsterdam";

const figures = { calls: z.number().int(), seconds: z.number().int() };

export const activitySchema = z.object({
  /** Every day of the period, oldest first, those without calls too. */
  perDay: z.array(z.object({ day: z.iso.date(), ...figures })),
  /** Reps with calls in the period, the busiest first. */
  perRep: z.array(z.object({ salesRepId: z.string(), name: z.string(), ...figures })),
});

type Activity = z.infer<typeof activitySchema>;
type Row = { day: string; salesRepId: string | null; name: string | null; calls: number; seconds: number };

/** Calls and talk time of the last so many calendar days in Amsterdam, today included. */
export async function loadActivity(deps: Deps, days: number): Promise<Activity> {
  const { rows } = await deps.db.pool.query<Row>(
    `WITH period AS (
       SELECT date_trunc('day', $1::timestamptz AT TIME ZONE '${TIME_ZONE}')::date AS today
     ), figures AS (
       SELECT (c.started_at AT TIME ZONE '${TIME_ZONE}')::date AS day, c.sales_rep_id, count(*)::int AS calls,
         coalesce(sum(c.duration_seconds), 0)::float8 AS seconds
       FROM period, calls c
       WHERE c.started_at >= (today - ($2::int - 1))::timestamp AT TIME ZONE '${TIME_ZONE}'
         AND c.started_at < (today + 1)::timestamp AT TIME ZONE '${TIME_ZONE}'
       GROUP BY 1, 2
     )
     SELECT to_char(d, 'YYYY-MM-DD') AS day, f.sales_rep_id AS "salesRepId", r.name, coalesce(f.calls, 0) AS calls,
       coalesce(f.seconds, 0) AS seconds
     FROM period CROSS JOIN generate_series(today - ($2::int - 1), today, interval '1 day') d
     LEFT JOIN figures f ON f.day = d::date LEFT JOIN sales_reps r ON r.id = f.sales_rep_id
     ORDER BY d, r.name`,
    [deps.clock.now(), days],
  );
  const perDay = new Map<string, Activity["perDay"][number]>();
  const perRep = new Map<string, Activity["perRep"][number]>();
  for (const { day, salesRepId, name, calls, seconds } of rows) {
    const ofDay = perDay.get(day) ?? { day, calls: 0, seconds: 0 };
    perDay.set(day, { day, calls: ofDay.calls + calls, seconds: ofDay.seconds + seconds });
    if (salesRepId === null || name === null) continue;
    const ofRep = perRep.get(salesRepId) ?? { salesRepId, name, calls: 0, seconds: 0 };
    perRep.set(salesRepId, { ...ofRep, calls: ofRep.calls + calls, seconds: ofRep.seconds + seconds });
  }
  return {
    perDay: [...perDay.values()],
    perRep: [...perRep.values()].sort((a, b) => b.calls - a.calls || a.name.localeCompare(b.name)),
  };
}
