import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { type Environment, parseEnvironment } from "@koppeling/api/environment";
import { SYSTEM } from "@koppeling/api/context";
import { createSalesRep, setSalesRepArchived } from "@koppeling/api/features/sales-reps/save-sales-rep";
import { createUser } from "@koppeling/api/features/users/create-user";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { cloneDatabase } from "@koppeling/testing/clone-database";
import { startTestCluster } from "@koppeling/testing/test-cluster";
import { DEMO_TEAM } from "@koppeling/sandbox/demo-team";
import { SANDBOX_API_KEY, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { startControlServer } from "./control-server";
import { findFreePort } from "./find-free-port";
import { startOidcIssuer } from "./oidc-issuer";
import { signInOverHttp } from "./sign-in-over-http";
import type { Role, StackState, StackUser } from "./stack-state";
import { startWebServer } from "./web-server";

const SESSION_SECRET = "e2e-session-secret-0123456789abcdefghij";
const CRON_SECRET = "e2e-cron-secret-0123456789abcdefghijklmnop";
const PROVIDER_CLIENT = { id: "fathom-koppeling", secret: "e2e-provider-secret" };

/** Starts PostgreSQL, the sandbox, a sign-in provider and the built dashboard with users, all on free ports. */
export async function startStack(): Promise<{ state: StackState; stop: () => Promise<void> }> {
  const cluster = await startTestCluster();
  const database = await cloneDatabase(cluster.adminUrl);
  const sandbox = await startSandbox({ limits: null });
  const provider = await startOidcIssuer(PROVIDER_CLIENT);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;

  const variables = {
    ...testEnvironment,
    DATABASE_URL: database.url,
    FATHOM_API_BASE_URL: sandbox.url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: SESSION_SECRET,
    CRON_SECRET,
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: PROVIDER_CLIENT.id,
    OIDC_CLIENT_SECRET: PROVIDER_CLIENT.secret,
    OIDC_NAME: "Zonnewende ID",
    // Ten pages a second make a sync of a month slow enough to be watched.
    FATHOM_HEAVY_REQUESTS_PER_MINUTE: "600",
    // Once a year, so that no scheduled sync disturbs a test.
    SYNC_CRON: process.env.E2E_SYNC_CRON ?? "0 0 1 1 *",
    // Many tests break something on purpose, which would fill the output with errors.
    LOG_LEVEL: "fatal",
  };
  // What a test begins with need not be watched.
  const deps = createDeps(parseOrThrow({ ...variables, FATHOM_HEAVY_REQUESTS_PER_MINUTE: "0" }));
  const control = await startControlServer(deps);
  const web = await startWebServer({ port, url, variables });
  const users = { admin: await addUser(deps, url, "admin"), viewer: await addUser(deps, url, "viewer") };
  await addReps(deps);

  return {
    state: {
      url,
      sandboxUrl: new URL(sandbox.url).origin,
      controlUrl: control.url,
      providerUrl: provider.url,
      cronSecret: CRON_SECRET,
      apiKey: SANDBOX_API_KEY,
      users,
    },
    stop: async () => {
      await web.stop();
      await control.stop();
      await closeDeps(deps);
      await sandbox.stop();
      await provider.stop();
      await database[Symbol.asyncDispose]();
      await cluster.stop();
    },
  };
}

function parseOrThrow(variables: Record<string, string>): Environment {
  const parsed = parseEnvironment(variables);
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  return parsed.environment;
}

async function addUser(deps: Deps, url: string, role: Role): Promise<StackUser> {
  const email = `${role}@zonnewende.example`;
  const name = role === "admin" ? "Ada Beheer" : "Vera Kijker";
  const password = `${role} correct horse battery`;
  const { id } = await createUser(deps, { email, name, password, role });
  return { id, email, name, password, sessionCookie: await signInOverHttp(url, { email, password }) };
}

async function addReps(deps: Deps) {
  for (const { name, email, team, role } of DEMO_TEAM) {
    if (role === "stranger") continue;
    const id = await createSalesRep(deps, { name, email, team, aliases: [] }, SYSTEM);
    if (role === "archived") await setSalesRepArchived(deps, id, true, SYSTEM);
  }
}
