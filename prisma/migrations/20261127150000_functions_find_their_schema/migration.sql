-- A function of ours finds its tables wherever whoever fires it looks: another program's search path may lead elsewhere.
-- This migration looks into the schema of the tables, and so will they.
ALTER FUNCTION "queue_changed_calls"() SET search_path FROM CURRENT;
ALTER FUNCTION "count_ledger"() SET search_path FROM CURRENT;
ALTER FUNCTION "note_rules_change"() SET search_path FROM CURRENT;
ALTER FUNCTION "forget_implausible_duration"() SET search_path FROM CURRENT;
