import path from "node:path";
import { findDatabaseUrlFaults, requireTlsInPublic } from "@koppeling/api/check-database-urls";
import { ensureClosed, type OpenDoor } from "@koppeling/db/close-database";
import { listPendingMigrations } from "@koppeling/db/list-pending-migrations";
import { migrate } from "@koppeling/db/migrate";
import { CliError } from "./cli-error";
import type { LoadedEnvironment, Values } from "./env";
import { loadTool } from "./load-tool";
import { EMBEDDED_PASSWORD, WITHOUT_EMBEDDED } from "./local-secrets";

export interface OpenDatabase {
  url: string;
  /** For migrations, which the runtime's account may not be allowed to do. */
  directUrl: string;
  /** In words, for the terminal. */
  about: string;
  /** Stops what this process started; nothing when the server is someone else's. */
  stop: () => Promise<void>;
}

async function startEmbedded(dataDir: string, password: string) {
  const { EmbeddedPostgresError, startEmbeddedPostgres } = await loadTool(
    () => import("@koppeling/embedded-postgres/start-embedded-postgres"),
    WITHOUT_EMBEDDED,
  );
  try {
    return await startEmbeddedPostgres({ dataDir, password });
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The server of DATABASE_URL, or else the embedded one, which starts unless it runs already.
 * @throws CliError that says what is wrong with the addresses
 */
export async function openDatabase({ values, dataDir, rootDir }: LoadedEnvironment): Promise<OpenDatabase> {
  const { DATABASE_URL: url, DIRECT_DATABASE_URL: directUrl } = values;
  if (url) {
    const faults = findDatabaseUrlFaults(values);
    if (faults.length > 0) throw new CliError(faults.join("\n"));
    return {
      url: requireTlsInPublic(url),
      directUrl: requireTlsInPublic(directUrl ?? url),
      about: `PostgreSQL at ${new URL(url).host}`,
      stop: async () => {},
    };
  }
  const server = await startEmbedded(dataDir, values[EMBEDDED_PASSWORD] ?? "");
  const inProject = path.relative(rootDir, server.dir);
  const place = inProject.startsWith("..") ? server.dir : inProject;
  return {
    url: server.url,
    directUrl: server.url,
    about: `embedded PostgreSQL, data in ${place}${server.tookOver ? ", was running already" : ""}`,
    stop: server.stop,
  };
}

const migrationsDirOf = (rootDir: string): string => path.join(rootDir, "prisma/migrations");

/** The migrations that a database lacks. */
export const findPendingMigrations = (rootDir: string, url: string): Promise<string[]> =>
  listPendingMigrations({ url, migrationsDir: migrationsDirOf(rootDir) });

/** What Prisma's command line gets of the environment. */
const PASSED_ON = ["PRISMA_SCHEMA_ENGINE_BINARY", "NODE_EXTRA_CA_CERTS"];
export const valuesForPrisma = ({ values }: LoadedEnvironment): Values =>
  Object.fromEntries(PASSED_ON.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));

async function isUpToDate(rootDir: string, url: string): Promise<boolean> {
  try {
    return (await findPendingMigrations(rootDir, url)).length === 0;
  } catch {
    return false; // Prisma meets the same problem, and its words for it are known to migrate()
  }
}

/**
 * Applies what is pending, and makes sure that the tables are closed, whether or not anything was. Asks the database first,
 * since Prisma's command line takes seconds to say that all is well.
 * @returns the names of the migrations that were applied, and what had been open and is closed again
 * @throws MigrateError, OpenDatabaseError
 */
export async function bringUpToDate(
  loaded: LoadedEnvironment,
  database: OpenDatabase,
): Promise<{ applied: string[]; closed: OpenDoor[] }> {
  const url = database.directUrl;
  if (await isUpToDate(loaded.rootDir, url)) return { applied: [], closed: await ensureClosed({ url }) };
  const environment = valuesForPrisma(loaded);
  return { ...(await migrate({ url, rootDir: loaded.rootDir, environment })), closed: [] };
}

/** In words, for the terminal. */
export function describeUpdate({ applied, closed }: { applied: string[]; closed: OpenDoor[] }): string {
  const doors = closed.map(({ name, problem }) => `${name} (${problem})`);
  return [
    applied.length > 0 ? `${applied.length} applied` : "up to date",
    ...(doors.length > 0 ? [`what was open to others is closed again: ${doors.slice(0, 5).join(", ")}`] : []),
  ].join("; ");
}
