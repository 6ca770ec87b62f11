-- Where the server has no lz4 (the PostgreSQL that npm brings), its own compression takes longer than all the rest of
-- storing a call. There transcripts are kept as they are: some two to three times the room on disk, half the time of an
-- import (docs/decisions/0013-the-writer-s-speed.md). Transcripts that are there already stay as they were stored.
DO $$
BEGIN
  EXECUTE 'ALTER TABLE "transcripts" ALTER COLUMN "lines" SET COMPRESSION lz4';
EXCEPTION
  WHEN syntax_error OR feature_not_supported OR invalid_parameter_value THEN
    EXECUTE 'ALTER TABLE "transcripts" ALTER COLUMN "lines" SET STORAGE EXTERNAL';
END
$$;
