-- CreateEnum
CREATE TYPE "webhook_status" AS ENUM ('received', 'processing', 'processed', 'parked');

-- CreateEnum
CREATE TYPE "content_state" AS ENUM ('awaited', 'complete', 'given_up');

-- CreateTable
CREATE TABLE "call_content" (
    "recording_id" BIGINT NOT NULL,
    "state" "content_state" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(6),

    CONSTRAINT "call_content_pkey" PRIMARY KEY ("recording_id")
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "webhook_id" TEXT NOT NULL,
    "body" BYTEA,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "status" "webhook_status" NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "swept_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "last_error" TEXT,
    "recording_id" BIGINT,
    "processed_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("webhook_id")
);

-- CreateIndex
CREATE INDEX "call_content_state_next_at_idx" ON "call_content"("state", "next_at");

-- CreateIndex
CREATE INDEX "webhook_events_status_due_at_idx" ON "webhook_events"("status", "due_at");

-- CreateIndex
CREATE INDEX "webhook_events_received_at_idx" ON "webhook_events"("received_at" DESC);

-- AddForeignKey
ALTER TABLE "call_content" ADD CONSTRAINT "call_content_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "calls"("recording_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma cannot say follows.

-- Calls that are there already join the queue; of an old one Fathom is asked a last time (see refresh-content.ts).
INSERT INTO "call_content" ("recording_id", "state", "attempts", "next_at")
SELECT "recording_id", 'awaited', CASE WHEN coalesce("ended_at", "started_at") < now() - interval '48 hours' THEN 7 ELSE 0 END, now()
FROM "calls" WHERE "transcript_hash" IS NULL OR "summary_hash" IS NULL;
