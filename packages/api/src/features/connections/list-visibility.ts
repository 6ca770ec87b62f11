import { z } from "zod";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { loadSettings } from "../settings/load-settings";
import { normalizeEmail } from "../../normalize-email";

export const visibilitySchema = z.object({
  salesRepId: z.string(),
  name: z.string(),
  email: z.string(),
  /** When Fathom last showed a recording of theirs; null for never. */
  lastSeenAt: z.date().nullable(),
  /** `never_seen`: of this rep nothing was ever shown. `not_with_this_key`: nothing since the present key was saved. */
  reason: z.enum(["never_seen", "not_with_this_key"]).nullable(),
  /** The reason in a sentence that says what it means and what to do. */
  message: z.string().nullable(),
});

export type Visibility = z.infer<typeof visibilitySchema>;

/** A new key has to have seen a sync or two before its silence says something. */
const SETTLING_MS = 24 * 3_600_000;
/** Recordings of each recorder that are looked at. */
const LATEST = 20;

/**
 * Active reps with when this key last saw them. A key belongs to a person, and others' private calls are invisible to it
 * (Fathom's API says nothing of what it withholds), so silence about a rep is a question to ask, not a fact about the rep.
 */
export async function listVisibility(deps: Deps, locale: Locale): Promise<Visibility[]> {
  const [settings, { rows: reps }, { rows: seen }] = await Promise.all([
    loadSettings(deps),
    deps.db.pool.query<{ salesRepId: string; name: string; email: string; aliases: string[] }>(
      `SELECT r.id AS "salesRepId", r.name, r.email,
         ARRAY(SELECT a.email FROM sales_rep_aliases a WHERE a.sales_rep_id = r.id) AS aliases
       FROM sales_reps r WHERE r.archived_at IS NULL ORDER BY lower(r.name), r.id`,
    ),
    // By who recorded them, whatever was decided: an ambiguous or filtered rep has been seen all the same.
    deps.db.pool.query<{ email: string; lastSeenAt: Date }>(
      // From one recorder to the next along the index, and of each the latest few: a listing shows those first.
      `WITH RECURSIVE recorders AS (
         SELECT min(recorder_email) AS email FROM recordings
         UNION ALL
         SELECT (SELECT min(l.recorder_email) FROM recordings l WHERE l.recorder_email > r.email)
         FROM recorders r WHERE r.email IS NOT NULL
       )
       SELECT r.email, max(greatest(latest.first_seen_at, seen.at)) AS "lastSeenAt"
       FROM recorders r CROSS JOIN LATERAL (
         SELECT recording_id, first_seen_at FROM recordings l
         -- Not "=": the order would be taken from an index of creation times alone, past everybody else's.
         WHERE l.recorder_email >= r.email AND l.recorder_email <= r.email
         ORDER BY l.recorder_email, l.fathom_created_at DESC LIMIT ${LATEST}
       ) latest CROSS JOIN LATERAL (
         SELECT max(seen_at) AS at FROM sync_run_recordings WHERE recording_id = latest.recording_id
       ) seen
       WHERE r.email IS NOT NULL GROUP BY 1`,
    ),
  ]);
  const lastSeen = new Map<string, Date>();
  for (const { email, lastSeenAt } of seen) {
    const key = normalizeEmail(email);
    const known = lastSeen.get(key);
    if (!known || known < lastSeenAt) lastSeen.set(key, lastSeenAt);
  }
  const keySince = settings.source === "database" ? settings.updatedAt : null;
  const keyHasSettled = keySince !== null && deps.clock.now().getTime() - keySince.getTime() > SETTLING_MS;
  return reps.map(({ aliases, ...rep }) => {
    const moments = [rep.email, ...aliases].flatMap((email) => lastSeen.get(normalizeEmail(email)) ?? []);
    const lastSeenAt = moments.reduce<Date | null>((last, at) => (last && last > at ? last : at), null);
    const reason =
      lastSeenAt === null
        ? "never_seen"
        : keyHasSettled && lastSeenAt < keySince
          ? "not_with_this_key"
          : null;
    const message = reason && translate(locale, `visibility.${reason}`, { name: rep.name });
    return { ...rep, lastSeenAt, reason, message };
  });
}
