import { type SandboxWorld } from "@koppeling/sandbox/world";
import { type Db } from "@koppeling/db/create-db";
import { decodeTranscript } from "@koppeling/api/features/recordings/transcript-lines";
import { cleanText } from "@koppeling/fathom/clean-text";
import { RECORDERS } from "./create-chaos-world";

/** What the product promises, checked against what the sandbox holds. @returns every breach, in words; none is the goal. */
export async function checkPromise(db: Db, world: SandboxWorld, now: Date): Promise<string[]> {
  const breaches: string[] = [];
  const breach = (condition: boolean, text: string) => {
    if (condition) breaches.push(text);
  };
  const repOf = new Map(RECORDERS.map((recorder) => [recorder.email, recorder.rep]));
  const calls = await db.prisma.call.findMany({ include: { transcript: true, salesRep: true } });
  const stored = new Map(calls.map((call) => [call.recordingId, call]));
  const ledger = new Map((await db.prisma.recording.findMany()).map((row) => [row.recordingId, row]));

  for (const recording of world.list(now)) {
    const id = recording.recordingId;
    const rep = repOf.get(recording.recordedBy.email) ?? null;
    const call = stored.get(id);
    breach(
      ledger.get(id)?.decision !== (rep ? "imported" : "skipped"),
      `${id}: the ledger says ${ledger.get(id)?.decision}`,
    );
    if (!rep) {
      breach(call !== undefined, `${id}: stored, though nobody's rep recorded it`);
      continue;
    }
    if (!call) {
      breaches.push(`${id}: not stored`);
      continue;
    }
    breach(call.salesRep.email !== rep, `${id}: under ${call.salesRep.email} instead of ${rep}`);
    breach(call.title !== cleanText(recording.title, 500).trim(), `${id}: an older title, "${call.title}"`);
    const content = recording.contentReadyAt && recording.contentReadyAt <= now ? recording.content() : null;
    if (content) {
      breach(
        call.summary !== (content.summary ? cleanText(content.summary.markdown, 1e6).trim() : null),
        `${id}: an older summary`,
      );
      const lines = decodeTranscript(call.transcript?.lines ?? null);
      breach(
        lines.length !== content.transcript.length,
        `${id}: ${lines.length} lines of ${content.transcript.length}`,
      );
      breach(
        lines.at(-1)?.text !== cleanText(content.transcript.at(-1)?.text ?? "", 1e6).trim(),
        `${id}: an older transcript`,
      );
    }
    stored.delete(id);
  }
  for (const id of stored.keys()) breaches.push(`${id}: stored, but Fathom never had it`);

  const { rows } = await db.pool.query<{ problem: string }>(`
    SELECT format('run %s is stuck: %s', id, status) AS problem FROM sync_runs WHERE status IN ('queued', 'running')
    UNION ALL SELECT format('run %s: processed is not the sum', id) FROM sync_runs WHERE processed <> imported + updated + skipped + errors
    UNION ALL SELECT format('run %s: skipped is not the sum of its reasons', r.id) FROM sync_runs r
      WHERE r.skipped <> (SELECT sum(value::int) FROM jsonb_each_text(r.skipped_by_reason))
    UNION ALL SELECT format('run %s: its figures are not its account', r.id) FROM sync_runs r
      LEFT JOIN (SELECT run_id, count(*) AS n, count(*) FILTER (WHERE outcome = 'imported') AS imported,
                   count(*) FILTER (WHERE outcome = 'error') AS errors FROM sync_run_recordings GROUP BY run_id) s ON s.run_id = r.id
      WHERE (r.processed, r.imported, r.errors) IS DISTINCT FROM (coalesce(s.n, 0), coalesce(s.imported, 0), coalesce(s.errors, 0))
    UNION ALL SELECT format('%s: in the ledger as imported, but no call', recording_id) FROM recordings l
      WHERE decision = 'imported' AND NOT EXISTS (SELECT FROM calls c WHERE c.recording_id = l.recording_id)
    UNION ALL SELECT format('%s: the ledger and the call name other reps or versions', recording_id)
      FROM recordings l JOIN calls c USING (recording_id)
      WHERE l.decision = 'imported' AND (l.sales_rep_id, l.content_hash) IS DISTINCT FROM (c.sales_rep_id, c.details_hash)
    UNION ALL SELECT format('webhook event %s is %s: %s', webhook_id, status, last_error) FROM webhook_events WHERE status <> 'processed'
    UNION ALL SELECT format('%s: has transcript and summary, and the content queue says %s', recording_id, state)
      FROM call_content JOIN calls USING (recording_id)
      WHERE state <> 'complete' AND transcript_hash IS NOT NULL AND summary_hash IS NOT NULL
    UNION ALL SELECT format('%s: says it has a transcript, and has none', recording_id) FROM calls c
      WHERE has_transcript <> EXISTS (SELECT FROM transcripts t WHERE t.recording_id = c.recording_id)`);
  return [...breaches, ...rows.map((row) => row.problem)];
}
