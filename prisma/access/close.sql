-- Closes every table, view, sequence and function of the current schema to all but the owner. Run by `koppeling migrate`
-- and `npm start` after each migration; safe to run again, and on a plain PostgreSQL, where Supabase's roles are not.
-- On Supabase every table of `public` is otherwise behind its Data API, and new ones are open by default.
DO $$
DECLARE
  item record;
  api text;
BEGIN
  FOR item IN
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relrowsecurity AND pg_get_userbyid(c.relowner) = current_user
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', item.name);
  END LOOP;

  -- A view otherwise reads with its owner's rights, past the row level security of its tables.
  FOR item IN
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'v' AND pg_get_userbyid(c.relowner) = current_user
  LOOP
    EXECUTE format('ALTER VIEW %I SET (security_invoker = true)', item.name);
  END LOOP;

  FOR api IN
    SELECT quote_ident(rolname) FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role')
    UNION ALL SELECT 'PUBLIC'
  LOOP
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s', current_schema(), api);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %s', current_schema(), api);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %s', current_schema(), api);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM %s', current_schema(), api);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM %s', current_schema(), api);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON FUNCTIONS FROM %s', current_schema(), api);
    -- One by one: those of an extension are somebody else's.
    FOR item IN
      SELECT p.oid::regprocedure AS signature FROM pg_proc p
      WHERE p.pronamespace = current_schema()::regnamespace AND pg_get_userbyid(p.proowner) = current_user
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    LOOP
      EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', item.signature, api);
    END LOOP;
  END LOOP;
  -- PUBLIC may run new functions by a default that belongs to no schema.
  EXECUTE 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC';
END
$$;
