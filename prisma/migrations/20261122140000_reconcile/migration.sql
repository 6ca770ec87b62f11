-- CreateEnum
CREATE TYPE "reconcile_phase" AS ENUM ('listing', 'fetching');

-- AlterEnum
ALTER TYPE "sync_run_kind" ADD VALUE 'reconcile';
ALTER TYPE "sync_run_kind" ADD VALUE 'selection';

-- AlterTable
ALTER TABLE "recordings" ADD COLUMN "not_seen_since" TIMESTAMPTZ(6),
ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "next_attempt_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN "recorders" TEXT[];

-- CreateTable
CREATE TABLE "reconciliations" (
    "run_id" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "phase" "reconcile_phase" NOT NULL DEFAULT 'listing',
    "walk_from" TIMESTAMPTZ(6),
    "walk_to" TIMESTAMPTZ(6),
    "recorders" TEXT[],
    "in_fathom" INTEGER,
    "missing" INTEGER,
    "fetched" INTEGER,
    "not_seen" INTEGER,
    "judged" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "reconciliations_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "reconcile_missing" (
    "run_id" UUID NOT NULL,
    "recording_id" BIGINT NOT NULL,
    "recorder_email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "asked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "reconcile_missing_pkey" PRIMARY KEY ("run_id","recording_id")
);

-- CreateTable
CREATE TABLE "rematches" (
    "recorder_email" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by" UUID,
    "run_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),

    CONSTRAINT "rematches_pkey" PRIMARY KEY ("recorder_email")
);

-- CreateTable
CREATE TABLE "compared_rules" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" TEXT NOT NULL,
    "compared_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "compared_rules_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recordings_not_seen_since_idx" ON "recordings"("not_seen_since");

-- CreateIndex
CREATE INDEX "recordings_fathom_created_at_idx" ON "recordings"("fathom_created_at");

-- AddForeignKey
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconcile_missing" ADD CONSTRAINT "reconcile_missing_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconciliations"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;
