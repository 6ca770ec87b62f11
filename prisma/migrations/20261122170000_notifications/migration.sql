-- CreateEnum
CREATE TYPE "incident_kind" AS ENUM ('sync_late', 'key_refused');

-- AlterTable
ALTER TABLE "calls" ADD COLUMN "transcript_pruned_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "incidents" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "incident_kind" NOT NULL,
    "began_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "begin_told_at" TIMESTAMPTZ(6),
    "end_told_at" TIMESTAMPTZ(6),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incidents_began_at_idx" ON "incidents"("began_at" DESC);

-- At most one of a kind is going on, whichever process saw it first.
CREATE UNIQUE INDEX "one_open_incident" ON "incidents" ("kind") WHERE "ended_at" IS NULL;
