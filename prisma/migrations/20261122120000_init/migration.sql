-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('admin', 'viewer');

-- CreateEnum
CREATE TYPE "sync_run_kind" AS ENUM ('incremental', 'window', 'rep');

-- CreateEnum
CREATE TYPE "sync_run_status" AS ENUM ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "sync_trigger" AS ENUM ('manual', 'schedule', 'cron', 'cli', 'replay', 'webhook');

-- CreateEnum
CREATE TYPE "decision" AS ENUM ('imported', 'skipped', 'error');

-- CreateEnum
CREATE TYPE "sighting_outcome" AS ENUM ('imported', 'updated', 'skipped', 'error');

-- CreateEnum
CREATE TYPE "matched_by" AS ENUM ('email', 'alias', 'manual');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT,
    "password_hash" TEXT,
    "role" "user_role" NOT NULL DEFAULT 'viewer',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "last_sign_in_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system_settings" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "setting_key" TEXT NOT NULL,
    "setting_value" TEXT,
    "description" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,

    CONSTRAINT "system_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_logs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "old_value" TEXT,
    "new_value" TEXT,
    "details" JSONB,
    "ip_address" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sales_reps" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "team" TEXT,
    "archived_at" TIMESTAMPTZ(6),
    "last_sync_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sales_reps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sales_rep_aliases" (
    "sales_rep_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sales_rep_aliases_pkey" PRIMARY KEY ("sales_rep_id","email")
);

-- CreateTable
CREATE TABLE "recordings" (
    "recording_id" BIGINT NOT NULL,
    "decision" "decision" NOT NULL,
    "reason" TEXT,
    "sales_rep_id" UUID,
    "recorder_email" TEXT,
    "recorder_name" TEXT,
    "recorder_team" TEXT,
    "recorded_at" TIMESTAMPTZ(6),
    "fathom_created_at" TIMESTAMPTZ(6),
    "content_hash" TEXT,
    "raw" JSONB,
    "error_message" TEXT,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "first_run_id" UUID,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("recording_id")
);

-- CreateTable
CREATE TABLE "calls" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "recording_id" BIGINT NOT NULL,
    "sales_rep_id" UUID NOT NULL,
    "matched_by" "matched_by" NOT NULL,
    "title" TEXT NOT NULL,
    "meeting_title" TEXT,
    "url" TEXT,
    "share_url" TEXT,
    "recorder_email" TEXT NOT NULL,
    "recorder_name" TEXT,
    "team" TEXT,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "duration_seconds" INTEGER,
    "scheduled_start_at" TIMESTAMPTZ(6),
    "scheduled_end_at" TIMESTAMPTZ(6),
    "fathom_created_at" TIMESTAMPTZ(6),
    "is_external" BOOLEAN,
    "language" TEXT,
    "invitees" JSONB NOT NULL DEFAULT '[]',
    "summary" TEXT,
    "summary_template" TEXT,
    "action_items" JSONB,
    "has_transcript" BOOLEAN NOT NULL DEFAULT false,
    "details_hash" TEXT NOT NULL,
    "summary_hash" TEXT,
    "action_items_hash" TEXT,
    "transcript_hash" TEXT,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "run_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transcripts" (
    "recording_id" BIGINT NOT NULL,
    "lines" JSON NOT NULL,

    CONSTRAINT "transcripts_pkey" PRIMARY KEY ("recording_id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "sync_run_kind" NOT NULL,
    "trigger" "sync_trigger" NOT NULL,
    "status" "sync_run_status" NOT NULL DEFAULT 'queued',
    "requested_by" UUID,
    "sales_rep_id" UUID,
    "hours" INTEGER,
    "window_from" TIMESTAMPTZ(6) NOT NULL,
    "window_to" TIMESTAMPTZ(6) NOT NULL,
    "cursor" TEXT,
    "page" INTEGER NOT NULL DEFAULT 0,
    "walk_complete" BOOLEAN NOT NULL DEFAULT false,
    "loop_cursor" TEXT,
    "loop_page" INTEGER NOT NULL DEFAULT 1,
    "empty_pages" INTEGER NOT NULL DEFAULT 0,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "processed" INTEGER NOT NULL DEFAULT 0,
    "imported" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "errors" INTEGER NOT NULL DEFAULT 0,
    "skipped_by_reason" JSONB NOT NULL DEFAULT '{"unchanged":0,"no_matching_rep":0,"rep_archived":0,"other_team":0,"ambiguous_rep":0}',
    "lease_token" UUID,
    "heartbeat_at" TIMESTAMPTZ(6),
    "waiting_until" TIMESTAMPTZ(6),
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "failure_code" TEXT,
    "failure_detail" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run_recordings" (
    "run_id" UUID NOT NULL,
    "recording_id" BIGINT NOT NULL,
    "outcome" "sighting_outcome" NOT NULL,
    "reason" TEXT,
    "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_run_recordings_pkey" PRIMARY KEY ("run_id","recording_id")
);

-- CreateTable
CREATE TABLE "rate_budgets" (
    "key_hash" TEXT NOT NULL,
    "request_class" TEXT NOT NULL,
    "taken" TIMESTAMPTZ(6)[],
    "blocked_until" TIMESTAMPTZ(6),

    CONSTRAINT "rate_budgets_pkey" PRIMARY KEY ("key_hash","request_class")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "system_settings_setting_key_key" ON "system_settings"("setting_key");

-- CreateIndex
CREATE INDEX "audit_logs_created_at_id_idx" ON "audit_logs"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sales_reps_email_key" ON "sales_reps"("email");

-- CreateIndex
CREATE INDEX "sales_rep_aliases_email_idx" ON "sales_rep_aliases"("email");

-- CreateIndex
CREATE INDEX "recordings_decision_reason_idx" ON "recordings"("decision", "reason");

-- CreateIndex
CREATE INDEX "recordings_sales_rep_id_idx" ON "recordings"("sales_rep_id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_recording_id_key" ON "calls"("recording_id");

-- CreateIndex
CREATE INDEX "calls_started_at_id_idx" ON "calls"("started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_sales_rep_id_started_at_id_idx" ON "calls"("sales_rep_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sync_runs_created_at_id_idx" ON "sync_runs"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sync_run_recordings_recording_id_idx" ON "sync_run_recordings"("recording_id");

-- AddForeignKey
ALTER TABLE "system_settings" ADD CONSTRAINT "system_settings_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sales_rep_aliases" ADD CONSTRAINT "sales_rep_aliases_sales_rep_id_fkey" FOREIGN KEY ("sales_rep_id") REFERENCES "sales_reps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_sales_rep_id_fkey" FOREIGN KEY ("sales_rep_id") REFERENCES "sales_reps"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "recordings"("recording_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_sales_rep_id_fkey" FOREIGN KEY ("sales_rep_id") REFERENCES "sales_reps"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "calls"("recording_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_requested_by_fkey" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_sales_rep_id_fkey" FOREIGN KEY ("sales_rep_id") REFERENCES "sales_reps"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run_recordings" ADD CONSTRAINT "sync_run_recordings_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma cannot say follows.

-- At most one run is under way; a second request finds it instead.
CREATE UNIQUE INDEX "one_active_run" ON "sync_runs" ((true)) WHERE "status" IN ('queued', 'running');

-- Matching compares with this column as it is.
ALTER TABLE "sales_reps" ADD CONSTRAINT "sales_reps_email_lower_case" CHECK ("email" = lower("email"));

-- Long texts are kept out of their rows and compressed; lz4 is several times faster than the default, where the
-- server has it (PostgreSQL 14 and later, built with it).
ALTER TABLE "transcripts" ALTER COLUMN "lines" SET STORAGE EXTENDED;
ALTER TABLE "calls" ALTER COLUMN "summary" SET STORAGE EXTENDED;
DO $$
BEGIN
  EXECUTE 'ALTER TABLE "transcripts" ALTER COLUMN "lines" SET COMPRESSION lz4';
  EXECUTE 'ALTER TABLE "calls" ALTER COLUMN "summary" SET COMPRESSION lz4';
EXCEPTION
  WHEN syntax_error OR feature_not_supported OR invalid_parameter_value THEN
    RAISE NOTICE 'This server has no lz4 compression; its default is used.';
END
$$;
