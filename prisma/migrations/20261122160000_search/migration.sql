-- CreateTable
CREATE TABLE "call_search" (
    "recording_id" BIGINT NOT NULL,
    "call_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "document" tsvector NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "call_search_pkey" PRIMARY KEY ("recording_id")
);

-- CreateTable
CREATE TABLE "call_search_queue" (
    "recording_id" BIGINT NOT NULL,
    "token" UUID NOT NULL DEFAULT gen_random_uuid(),

    CONSTRAINT "call_search_queue_pkey" PRIMARY KEY ("recording_id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "word" TEXT NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "ledger_counts" (
    "decision" "decision" NOT NULL,
    "reason" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "ledger_counts_pkey" PRIMARY KEY ("decision","reason")
);

-- CreateIndex
CREATE INDEX "call_search_document_idx" ON "call_search" USING GIN ("document");

-- DropIndex
DROP INDEX "calls_started_at_id_idx";

-- DropIndex
DROP INDEX "calls_sales_rep_id_started_at_id_idx";

-- A list that is filtered reads its filters from the index, so that a filter which few calls pass costs no walk through
-- the table; what is counted by day and rep is in it too.
-- CreateIndex
CREATE INDEX "calls_newest_idx" ON "calls"("started_at" DESC, "id" DESC, "sales_rep_id", "team", "is_external", "has_transcript", "duration_seconds");

-- CreateIndex
CREATE INDEX "calls_of_rep_idx" ON "calls"("sales_rep_id", "started_at" DESC, "id" DESC, "team", "is_external", "has_transcript", "duration_seconds");

-- CreateIndex
CREATE INDEX "calls_team_started_at_id_idx" ON "calls"("team", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "recordings_recorder_email_fathom_created_at_idx" ON "recordings"("recorder_email", "fathom_created_at" DESC);

-- AddForeignKey
ALTER TABLE "call_search" ADD CONSTRAINT "call_search_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "calls"("recording_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma cannot say follows.

-- Words are put in by a job, many at a time: each goes to its place at once, so that a search never reads a waiting list.
ALTER INDEX "call_search_document_idx" SET (fastupdate = off);

-- The longest first, and the few internal ones without walking past all others.
CREATE INDEX "calls_longest_idx" ON "calls" ((coalesce("duration_seconds", -1)) DESC, "id" DESC);
CREATE INDEX "calls_internal_idx" ON "calls" ("started_at" DESC, "id" DESC, ("is_external")) WHERE "is_external" = false;

-- Whoever writes a call or a transcript, the search hears of it in the same transaction; a job does the rest.
CREATE FUNCTION "queue_changed_calls"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO call_search_queue (recording_id) SELECT recording_id FROM new_rows ORDER BY recording_id
    ON CONFLICT (recording_id) DO UPDATE SET token = excluded.token;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO call_search_queue (recording_id)
    SELECT n.recording_id FROM new_rows n JOIN old_rows o USING (recording_id)
    WHERE (n.title, n.started_at, n.summary_hash, n.transcript_hash, n.summary IS NULL)
      IS DISTINCT FROM (o.title, o.started_at, o.summary_hash, o.transcript_hash, o.summary IS NULL)
    ORDER BY 1
    ON CONFLICT (recording_id) DO UPDATE SET token = excluded.token;
  ELSE
    INSERT INTO call_search_queue (recording_id) SELECT recording_id FROM old_rows ORDER BY recording_id
    ON CONFLICT (recording_id) DO UPDATE SET token = excluded.token;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "calls_inserted" AFTER INSERT ON "calls"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "queue_changed_calls"();
CREATE TRIGGER "calls_updated" AFTER UPDATE ON "calls"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "queue_changed_calls"();
-- A transcript that was pruned is not to be found any more.
CREATE TRIGGER "transcripts_deleted" AFTER DELETE ON "transcripts"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "queue_changed_calls"();

INSERT INTO "call_search_queue" ("recording_id") SELECT "recording_id" FROM "calls";

-- How many recordings there are of each decision and reason, counted along with every change: the overview asks every
-- few seconds, and counting a million rows takes too long for that.
CREATE FUNCTION "count_ledger"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM ledger_counts;
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO ledger_counts AS kept (decision, reason, count)
    SELECT decision, coalesce(reason, ''), count(*) FROM new_rows GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (decision, reason) DO UPDATE SET count = kept.count + excluded.count;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO ledger_counts AS kept (decision, reason, count)
    SELECT decision, coalesce(reason, ''), -count(*) FROM old_rows GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (decision, reason) DO UPDATE SET count = kept.count + excluded.count;
  ELSE
    INSERT INTO ledger_counts AS kept (decision, reason, count)
    SELECT decision, coalesce(reason, ''), sum(n) FROM (
      SELECT decision, reason, 1 AS n FROM new_rows UNION ALL SELECT decision, reason, -1 FROM old_rows
    ) changes GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2
    ON CONFLICT (decision, reason) DO UPDATE SET count = kept.count + excluded.count;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "ledger_inserted" AFTER INSERT ON "recordings"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "count_ledger"();
CREATE TRIGGER "ledger_updated" AFTER UPDATE ON "recordings"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "count_ledger"();
CREATE TRIGGER "ledger_deleted" AFTER DELETE ON "recordings"
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "count_ledger"();
CREATE TRIGGER "ledger_truncated" AFTER TRUNCATE ON "recordings"
  FOR EACH STATEMENT EXECUTE FUNCTION "count_ledger"();

INSERT INTO "ledger_counts" ("decision", "reason", "count")
SELECT "decision", coalesce("reason", ''), count(*) FROM "recordings" GROUP BY 1, 2;

-- For the story of one call. Expressions keep Prisma from taking these for indexes of its own.
CREATE INDEX "webhook_events_of_recording_idx" ON "webhook_events" ("recording_id", ("recording_id" IS NULL)) WHERE "recording_id" IS NOT NULL;
CREATE INDEX "audit_logs_of_call_idx" ON "audit_logs" ("subject", ("created_at" IS NULL)) WHERE "action" IN ('call.link', 'call.unlink');
