import { oursSql } from "./ours.sql";

/**
 * Everything of ours that somebody other than the owner could get at; no rows as a rule. One look at the catalogue, which
 * any account may take, also one that owns nothing. A runtime role (grant-runtime.ts) is known by its policies.
 */
export const assertSql = `${oursSql},
policies AS (
  SELECT p.*, r.relname, ARRAY(SELECT CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role)::text END FROM unnest(p.polroles) role) AS roles
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid
),
runtime AS (
  SELECT DISTINCT unnest(roles) AS role FROM policies WHERE polname = 'runtime_access'
),
closed AS (
  SELECT oid, rolname::text AS role FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role')
  UNION ALL SELECT 0, 'PUBLIC'
),
grants AS (
  SELECT r.relname, r.relkind, acl.grantee, acl.privilege_type FROM relations r,
    LATERAL aclexplode(coalesce(r.relacl, acldefault(CASE WHEN r.relkind = 'S' THEN 's' ELSE 'r' END::"char", r.relowner))) acl
  UNION ALL
  SELECT r.relname, r.relkind, acl.grantee, acl.privilege_type FROM relations r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL, LATERAL aclexplode(a.attacl) acl
)
SELECT 'row level security is off' AS problem, relname::text AS name FROM relations WHERE relkind IN ('r', 'p') AND NOT relrowsecurity
UNION ALL
SELECT 'the view reads with its owner''s rights', relname FROM relations
WHERE relkind = 'v' AND NOT coalesce((SELECT option_value::boolean FROM pg_options_to_table(reloptions) WHERE option_name = 'security_invoker'), false)
UNION ALL
SELECT DISTINCT format('%s may %s', c.role, g.privilege_type), g.relname::text FROM grants g JOIN closed c ON c.oid = g.grantee
UNION ALL
SELECT format('%s may run the function', c.role), f.oid::regprocedure::text
FROM functions f, LATERAL aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) acl JOIN closed c ON c.oid = acl.grantee
UNION ALL
SELECT format('%s may create in the schema', c.role), mine.name
FROM mine, LATERAL aclexplode(mine.nspacl) acl JOIN closed c ON c.oid = acl.grantee
WHERE acl.privilege_type = 'CREATE' AND EXISTS (SELECT FROM makers m WHERE pg_has_role(m.oid, mine.nspowner, 'USAGE'))
UNION ALL
SELECT format('%s will get %s on what is made next', c.role, acl.privilege_type), d.defaclobjtype::text
FROM mine JOIN pg_default_acl d ON d.defaclnamespace = mine.schema, LATERAL aclexplode(d.defaclacl) acl
JOIN closed c ON c.oid = acl.grantee WHERE d.defaclrole IN (SELECT oid FROM makers)
UNION ALL
SELECT 'a policy opens it to ' || array_to_string(roles, ', '), relname FROM policies
WHERE polname <> 'runtime_access' OR roles && ARRAY['public', 'anon', 'authenticated', 'service_role']
UNION ALL
SELECT format('the runtime role %s may %s', pg_get_userbyid(g.grantee), g.privilege_type), g.relname
FROM grants g JOIN runtime ON runtime.role = pg_get_userbyid(g.grantee)
WHERE g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  OR (g.relname = 'audit_logs' AND g.privilege_type NOT IN ('SELECT', 'INSERT'))
  OR (g.relname = '_prisma_migrations' AND g.privilege_type <> 'SELECT')
  OR (g.relname = 'users' AND g.privilege_type = 'DELETE')
UNION ALL
SELECT format('the runtime role %s sees no rows', runtime.role), r.relname FROM runtime, relations r
WHERE r.relkind IN ('r', 'p') AND NOT EXISTS (
  SELECT FROM policies p WHERE p.polrelid = r.oid AND p.polname = 'runtime_access' AND runtime.role = ANY (p.roles))
UNION ALL
SELECT format('the runtime role %s is more than that', a.rolname), mine.name FROM mine, runtime JOIN pg_roles a ON a.rolname = runtime.role
WHERE a.rolsuper OR a.rolbypassrls OR a.rolcreaterole OR a.rolcreatedb OR a.rolreplication
  OR EXISTS (SELECT FROM here r WHERE r.relowner = a.oid)`;
