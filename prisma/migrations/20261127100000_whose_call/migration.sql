-- Whose a call is, is decided when it becomes one. What the rules say of it afterwards is a question, or a move when an
-- address was given to another rep (docs/decisions/0014-whose-a-call-is.md).

-- AlterTable
ALTER TABLE "calls" ADD COLUMN "matched_email" TEXT,
ADD COLUMN "question" TEXT,
ADD COLUMN "question_rep_id" UUID;

-- AlterTable
ALTER TABLE "compared_rules" DROP COLUMN "version",
ALTER COLUMN "compared_at" DROP DEFAULT;

-- CreateTable
CREATE TABLE "rules_changes" (
    "token" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rules_changes_pkey" PRIMARY KEY ("token")
);

-- CreateIndex
CREATE INDEX "recordings_changed_at_idx" ON "recordings" USING BRIN ("changed_at");

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_question_rep_id_fkey" FOREIGN KEY ("question_rep_id") REFERENCES "sales_reps"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What schema.prisma cannot say follows.

-- What a person chose is no question.
ALTER TABLE "calls" ADD CONSTRAINT "calls_question_check" CHECK ("question" IS NULL OR "matched_by" <> 'manual');
CREATE INDEX "calls_question_idx" ON "calls" ("started_at" DESC, "id" DESC) WHERE "question" IS NOT NULL;
CREATE INDEX "calls_question_rep_idx" ON "calls" ("question_rep_id") WHERE "question_rep_id" IS NOT NULL;

-- Whoever changes a rule of matching, and however, the comparison with the ledger hears of it in the same transaction.
CREATE FUNCTION "note_rules_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO rules_changes DEFAULT VALUES;
  RETURN NULL;
END
$$;
CREATE TRIGGER "reps_are_rules" AFTER INSERT OR DELETE OR UPDATE OF "email", "archived_at" ON "sales_reps"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_rules_change"();
CREATE TRIGGER "aliases_are_rules" AFTER INSERT OR DELETE OR UPDATE ON "sales_rep_aliases"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_rules_change"();
CREATE TRIGGER "filters_are_rules" AFTER INSERT OR UPDATE ON "system_settings"
  FOR EACH ROW WHEN (NEW."setting_key" IN ('fathom_team_filter', 'fathom_match_domains')) EXECUTE FUNCTION "note_rules_change"();
CREATE TRIGGER "removed_filters_are_rules" AFTER DELETE ON "system_settings"
  FOR EACH ROW WHEN (OLD."setting_key" IN ('fathom_team_filter', 'fathom_match_domains')) EXECUTE FUNCTION "note_rules_change"();

-- All that is there is compared once.
DELETE FROM "compared_rules";
