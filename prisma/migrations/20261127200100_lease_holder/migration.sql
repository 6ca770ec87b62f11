-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "lease_holder" TEXT;
