/**
 * What of the app's schema is ours, as the start of a statement: `relations` and `functions`, their schema in `mine`, and
 * the accounts that own them in `makers`.
 *
 * Ours are the tables of schema.prisma by name, whoever owns them, and whatever else belongs there to an account that owns
 * such a table. What belongs to an extension or to another account is not: a managed PostgreSQL puts things of its own
 * into `public`, and people do.
 */
export const oursSql = `
WITH mine AS (
  SELECT n.oid AS schema, n.nspname AS name, n.nspowner, n.nspacl, m.relowner AS maker
  FROM pg_namespace n LEFT JOIN pg_class m ON m.oid = to_regclass('_prisma_migrations')
  WHERE n.oid = coalesce(m.relnamespace, current_schema()::regnamespace)
),
tables (name) AS (VALUES
  ('_prisma_migrations'), ('users'), ('user_invites'), ('sessions'), ('ended_sessions'), ('known_devices'),
  ('user_notices'), ('second_factors'), ('recovery_codes'), ('system_settings'), ('audit_logs'),
  ('sales_reps'), ('sales_rep_aliases'), ('recordings'), ('ledger_counts'), ('calls'), ('transcripts'),
  ('call_search'), ('call_search_queue'), ('search_words'), ('call_content'), ('webhook_events'), ('sync_runs'),
  ('sync_run_recordings'), ('reconciliations'), ('reconcile_missing'), ('rematches'), ('incidents'),
  ('compared_rules'), ('rules_changes'), ('rate_budgets'), ('rate_limits')
),
extended AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND classid IN ('pg_class'::regclass, 'pg_proc'::regclass)
),
here AS (
  SELECT c.*, EXISTS (SELECT FROM tables t WHERE t.name = c.relname AND c.relkind IN ('r', 'p')) AS is_named,
    -- A table's own sequence goes with it.
    EXISTS (SELECT FROM extended e WHERE e.classid = 'pg_class'::regclass AND (e.objid = c.oid OR c.relkind = 'S' AND e.objid IN (
      SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))) AS is_extended
  FROM pg_class c JOIN mine ON c.relnamespace = mine.schema WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
),
makers AS (
  SELECT DISTINCT relowner AS oid FROM here WHERE is_named AND NOT is_extended
  UNION SELECT maker FROM mine WHERE maker IS NOT NULL
),
relations AS (
  SELECT h.* FROM here h WHERE h.is_named OR (NOT h.is_extended AND h.relowner IN (SELECT oid FROM makers))
),
functions AS (
  SELECT p.* FROM pg_proc p JOIN mine ON p.pronamespace = mine.schema WHERE p.proowner IN (SELECT oid FROM makers)
    AND NOT EXISTS (SELECT FROM extended e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
)`;
