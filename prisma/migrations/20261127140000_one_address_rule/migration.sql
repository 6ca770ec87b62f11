-- Addresses are compared with ASCII alone in lower case (normalizeEmail): lower() of the database's own collation refused "Åsa@".
ALTER TABLE "sales_reps" DROP CONSTRAINT "sales_reps_email_lower_case";
ALTER TABLE "sales_reps" ADD CONSTRAINT "sales_reps_email_lower_case" CHECK ("email" = lower("email" COLLATE "C"));
