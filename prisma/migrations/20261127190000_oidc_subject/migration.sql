-- AlterTable
ALTER TABLE "users" ADD COLUMN "oidc_subject" TEXT;
