import { oursSql } from "./ours.sql";

/**
 * Closes every table, view, sequence and function of ours to all but the owner, as far as the account may; safe to run
 * again, and on a plain PostgreSQL, where Supabase's roles are not. On Supabase every table of `public` is otherwise
 * behind its Data API, and new ones are open by default.
 */
export const closeSql = `
DO $$
DECLARE
  item record;
  api text;
BEGIN
  FOR item IN ${oursSql}
    SELECT oid::regclass AS name FROM relations
    WHERE relkind IN ('r', 'p') AND NOT relrowsecurity AND pg_has_role(relowner, 'USAGE')
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', item.name);
  END LOOP;

  -- A view otherwise reads with its owner's rights, past the row level security of its tables.
  FOR item IN ${oursSql}
    SELECT oid::regclass AS name FROM relations WHERE relkind = 'v' AND pg_has_role(relowner, 'USAGE')
  LOOP
    EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', item.name);
  END LOOP;

  FOR api IN
    SELECT quote_ident(rolname) FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role')
    UNION ALL SELECT 'PUBLIC'
  LOOP
    -- Never "all tables in the schema": of what is somebody else's nothing can be taken away, and trying is an error.
    FOR item IN ${oursSql}
      SELECT CASE WHEN relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, string_agg(oid::regclass::text, ', ') AS names
      FROM relations WHERE pg_has_role(relowner, 'USAGE') GROUP BY 1
      UNION ALL
      SELECT 'FUNCTION', string_agg(oid::regprocedure::text, ', ') FROM functions
      WHERE prokind <> 'p' AND pg_has_role(proowner, 'USAGE') HAVING count(*) > 0
      UNION ALL
      SELECT 'PROCEDURE', string_agg(oid::regprocedure::text, ', ') FROM functions
      WHERE prokind = 'p' AND pg_has_role(proowner, 'USAGE') HAVING count(*) > 0
    LOOP
      EXECUTE format('REVOKE ALL ON %s %s FROM %s', item.kind, item.names, api);
    END LOOP;
    FOR item IN ${oursSql}
      SELECT name FROM mine WHERE pg_has_role(nspowner, 'USAGE')
    LOOP
      EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %s', item.name, api);
    END LOOP;
    FOR item IN ${oursSql}
      SELECT pg_get_userbyid(makers.oid) AS role, mine.name AS schema, kind FROM makers, mine,
        unnest(ARRAY['TABLES', 'SEQUENCES', 'FUNCTIONS']) AS kind
      WHERE pg_has_role(makers.oid, 'USAGE')
    LOOP
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I REVOKE ALL ON %s FROM %s', item.role, item.schema, item.kind, api);
    END LOOP;
  END LOOP;
  -- PUBLIC may run new functions by a default that belongs to no schema. Into one of ours alone PUBLIC does not get.
  IF current_schema() = 'public' THEN
    EXECUTE 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC';
  END IF;
END
$$`;
