import { type AlertKind } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { loadLastSyncTime } from "../runs/load-run-result";
import { loadSettings } from "../settings/load-settings";
import { postMessage } from "./post-message";

type Due = { id: string; kind: AlertKind; beganAt: Date; endedAt: Date | null };

/** Where each is mended. */
const TAB = { sync_late: "sync", key_refused: "connection" } as const;

/**
 * Posts each alert that has begun to the address for alerts, and its end once its beginning arrived. One process claims
 * an alert before it posts it, so that several processes post it once; what does not arrive is posted again later.
 */
export async function deliverAlerts(deps: Deps): Promise<{ delivered: number; failed: number }> {
  const turn = { delivered: 0, failed: 0 };
  const { notifications } = await loadSettings(deps);
  if (!notifications) return turn;
  for (let due = await claimDue(deps); due !== null; due = await claimDue(deps)) {
    const text = await composeAlert(deps, due, notifications.locale);
    const sent = await postMessage(deps, notifications.url, text);
    if (sent.ok) await noteDelivered(deps, due);
    turn[sent.ok ? "delivered" : "failed"] += 1;
  }
  return turn;
}

/** The next attempt is set before the first is made: two minutes on, then later and later. */
async function claimDue(deps: Deps): Promise<Due | null> {
  const { rows } = await deps.db.pool.query<Due>(
    `UPDATE incidents SET attempts = attempts + 1,
       next_attempt_at = $1::timestamptz + least(interval '1 hour', interval '2 minutes' * power(2, least(attempts, 10)))
     WHERE id = (
       SELECT id FROM incidents
       WHERE (ended_at IS NULL AND begin_told_at IS NULL
           OR ended_at > $1::timestamptz - interval '1 day' AND begin_told_at IS NOT NULL AND end_told_at IS NULL)
         AND (next_attempt_at IS NULL OR next_attempt_at <= $1)
       ORDER BY began_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, kind::text AS kind, began_at AS "beganAt", ended_at AS "endedAt"`,
    [deps.clock.now()],
  );
  return rows[0] ?? null;
}

async function composeAlert(deps: Deps, { kind, beganAt, endedAt }: Due, locale: Locale): Promise<string> {
  const link = new URL(`/settings?tab=${TAB[kind]}`, deps.config.nextauthUrl).href;
  const since = (kind === "sync_late" ? await loadLastSyncTime(deps) : null) ?? beganAt;
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Europe/Amsterdam",
  });
  return translate(locale, `alert.${kind}_${endedAt ? "ended" : "began"}`, {
    since: format.format(since),
    link,
  });
}

async function noteDelivered(deps: Deps, { id, endedAt }: Due): Promise<void> {
  const now = deps.clock.now();
  await deps.db.prisma.alert.update({
    where: { id },
    data: { attempts: 0, nextAttemptAt: null, ...(endedAt ? { endToldAt: now } : { beginToldAt: now }) },
    select: { id: true },
  });
}
