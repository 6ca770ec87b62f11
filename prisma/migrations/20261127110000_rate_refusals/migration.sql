-- How often in a row Fathom has refused: patience doubles with it.
ALTER TABLE "rate_budgets" ADD COLUMN "refusals" INTEGER NOT NULL DEFAULT 0;

-- Waits of up to a day could be written until now, because a header said so.
UPDATE "rate_budgets" SET "blocked_until" = NULL;
UPDATE "sync_runs" SET "waiting_until" = now() WHERE "waiting_until" > now() + interval '15 minutes';
