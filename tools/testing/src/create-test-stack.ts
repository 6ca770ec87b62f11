import { type Role, type SessionUser, SYSTEM } from "@koppeling/api/context";
import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import { createLogger } from "@koppeling/api/create-logger";
import { type Config, type Deps } from "@koppeling/api/deps";
import { parseEnvironment } from "@koppeling/api/environment";
import { type RunResult } from "@koppeling/api/features/runs/run-result";
import { createSalesRep } from "@koppeling/api/features/sales-reps/save-sales-rep";
import { type RunSyncInput, runSync } from "@koppeling/api/features/sync/run-sync";
import { createUser } from "@koppeling/api/features/users/create-user";
import { type Locale } from "@koppeling/api/messages";
import { createCaller } from "@koppeling/api/root";
import {
  SANDBOX_API_KEY,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "@koppeling/sandbox/start-sandbox";
import { type Exporter } from "@koppeling/api/features/audit/export-pages";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { startTestSession } from "./start-test-session";
import { testEnvironment } from "./test-environment";

/** A database of its own, a sandbox, and the real deps over both; retries wait for milliseconds. */
export type TestStack = AsyncDisposable & {
  deps: Deps;
  sandbox: Sandbox;
  databaseUrl: string;
  addRep(
    name: string,
    email: string,
    extra?: { aliases?: string[]; archived?: boolean; team?: string },
  ): Promise<string>;
  sync(input?: Partial<RunSyncInput>): Promise<RunResult>;
  /** Somebody in a session in which they have proven who they are, for as long as the test runs. */
  signIn(role: Role): Promise<SessionUser>;
  /** A viewer who may have any file. */
  exporter(locale?: Locale): Promise<Exporter>;
  caller(role?: Role | null, locale?: Locale): Promise<ReturnType<typeof createCaller>>;
};

export async function createTestStack(
  options: {
    sandbox?: SandboxOptions;
    config?: Partial<Config>;
    environment?: Record<string, string>;
    clock?: Deps["clock"];
    /** Deliveries are seen to as they are answered; otherwise by the jobs, for whose end a test can wait. */
    background?: boolean;
  } = {},
): Promise<TestStack> {
  const database = await createTestDatabase();
  const sandbox = await startSandbox({ limits: null, ...options.sandbox });
  const parsed = parseEnvironment({
    ...testEnvironment,
    DATABASE_URL: database.url,
    FATHOM_API_BASE_URL: sandbox.url,
    FATHOM_API_KEY: SANDBOX_API_KEY,
    ...options.environment,
  });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const deps = createDeps(parsed.environment, {
    log: createLogger(parsed.environment.logLevel),
    config: { retryBaseSeconds: 0.01, ...options.config },
    ...(options.clock ? { clock: options.clock } : {}),
  });
  if (!options.background) deps.background.run = () => false;
  const users = new Map<string, SessionUser>();
  const signIn = async (role: Role): Promise<SessionUser> => {
    const details = { email: `${role}@example.com`, name: role, password: "correct horse battery", role };
    const user = users.get(role) ?? { ...(await createUser(deps, details)), name: role };
    users.set(role, user);
    const { sessionId } = await startTestSession(deps, user.id);
    await deps.db.pool.query("UPDATE sessions SET confirmed_at = '9999-01-01' WHERE id = $1", [sessionId]);
    return { ...user, session: { id: sessionId, mustEnrol: false } };
  };
  return {
    deps,
    sandbox,
    databaseUrl: database.url,
    addRep: async (name, email, extra = {}) => {
      const { aliases = [], archived = false, team = null } = extra;
      const id = await createSalesRep(deps, { name, email, aliases, team }, SYSTEM);
      if (archived) await deps.db.prisma.salesRep.update({ where: { id }, data: { archivedAt: new Date() } });
      return id;
    },
    sync: (input = {}) => runSync(deps, { trigger: "manual", ...input }),
    signIn,
    exporter: async (locale = "nl") => {
      const { id: userId } = await signIn("viewer");
      return { actor: { userId, ipAddress: "127.0.0.1" }, mayGoOn: async () => true, locale };
    },
    caller: async (role = "admin", locale = "nl") => {
      const user = role === null ? null : await signIn(role);
      return createCaller({ deps, user, locale, ipAddress: "127.0.0.1", requestId: "test" });
    },
    [Symbol.asyncDispose]: async () => {
      await closeDeps(deps);
      await sandbox.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}
