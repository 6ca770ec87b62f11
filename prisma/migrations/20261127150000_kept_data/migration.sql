-- Of an item that could not be read the ledger keeps an outline: what, when and where, and nothing of what was said.
-- SHOWN_FIELDS in recordings/outline-item.ts is the same list.
UPDATE "recordings" SET "raw" = CASE WHEN jsonb_typeof("raw"->'item') = 'object' THEN jsonb_build_object('item', (
  SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}'::jsonb) FROM jsonb_each("raw"->'item') f
  WHERE f.key IN ('recording_id', 'created_at', 'recording_start_time', 'recording_end_time', 'scheduled_start_time',
      'scheduled_end_time', 'transcript_language', 'calendar_invitees_domains_type', 'url', 'share_url')
    AND (jsonb_typeof(f.value) = 'number' OR jsonb_typeof(f.value) = 'string' AND length(f.value #>> '{}') <= 200
      AND f.value #>> '{}' !~ '\s\S+\s'))) END
WHERE "raw" IS NOT NULL;

-- PostgreSQL's words for a value that it refused quote that value.
UPDATE "recordings" SET "error_message" = regexp_replace("error_message", '"[^"]*"?', '"…"', 'g')
WHERE "reason" = 'not_stored' AND "error_message" LIKE '%"%';

-- The names of limits were addresses and users. They are keyed hashes from now on, and count anew.
DELETE FROM "rate_limits";
