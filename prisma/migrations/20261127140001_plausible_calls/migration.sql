-- A call that lasts longer than a day, or less than nothing, is a fault of its times: its length is unknown, whoever
-- writes it. MAX_DURATION_SECONDS in recordings/read-duration.ts is the same rule.
CREATE FUNCTION "forget_implausible_duration"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."duration_seconds" := NULL;
  RETURN NEW;
END
$$;
CREATE TRIGGER "calls_plausible_duration" BEFORE INSERT OR UPDATE OF "duration_seconds" ON "calls"
FOR EACH ROW WHEN (NEW."duration_seconds" NOT BETWEEN 0 AND 86400) EXECUTE FUNCTION "forget_implausible_duration"();
ALTER TABLE "calls" DISABLE TRIGGER "calls_updated";
UPDATE "calls" SET "duration_seconds" = NULL WHERE "duration_seconds" NOT BETWEEN 0 AND 86400;

-- Of a recording without a calendar event Fathom says "only_internal", though it knows of nobody who was there.
UPDATE "calls" SET "is_external" = NULL WHERE "is_external" = false AND "invitees" = '[]'::jsonb;
ALTER TABLE "calls" ENABLE TRIGGER "calls_updated";
CREATE INDEX "calls_unknown_kind_idx" ON "calls" ("started_at" DESC, "id" DESC) WHERE "is_external" IS NULL;
