-- Words of scripts without spaces are now kept as pairs of letters: what holds such letters is read anew. A mark of its own
-- asks for that, since a server of the version before empties the queue with the words of before.
ALTER TABLE "call_search" ADD COLUMN "reread" BOOLEAN NOT NULL DEFAULT false;
UPDATE "call_search" SET "reread" = true WHERE "document"::text ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]';
CREATE INDEX "call_search_reread_idx" ON "call_search" ("recording_id") WHERE "reread";
