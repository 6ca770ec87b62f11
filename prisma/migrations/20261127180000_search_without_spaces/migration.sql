-- Words of scripts without spaces are now kept as pairs of letters: what holds such letters is read anew.
UPDATE "call_search" SET "source" = '' WHERE "document"::text ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]';
INSERT INTO "call_search_queue" ("recording_id") SELECT "recording_id" FROM "call_search" WHERE "source" = '' ORDER BY "recording_id"
ON CONFLICT ("recording_id") DO NOTHING;
