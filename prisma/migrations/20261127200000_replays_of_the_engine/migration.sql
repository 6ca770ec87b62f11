-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "first_job_run" TEXT,
ADD COLUMN     "job_run" TEXT,
ADD COLUMN     "replay_of" UUID,
ADD COLUMN     "replayed_by_job_run" TEXT;

-- AlterTable
ALTER TABLE "webhook_events" ADD COLUMN     "first_job_run" TEXT;

-- CreateIndex
CREATE INDEX "sync_runs_replay_of_idx" ON "sync_runs"("replay_of");

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_replay_of_fkey" FOREIGN KEY ("replay_of") REFERENCES "sync_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
