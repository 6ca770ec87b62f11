import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { closeDatabase } from "./close-database";

export interface MigrateOptions {
  /** The account in it must own the tables. */
  url: string;
  /** The folder that holds `prisma.config.ts`; default: the root of this repository. */
  rootDir?: string;
  /** More for the environment of Prisma's command line, such as PRISMA_SCHEMA_ENGINE_BINARY. */
  environment?: Record<string, string>;
}

/** A migration did not go through. `message` says what to do, and holds no password. */
export class MigrateError extends Error {
  override readonly name = "MigrateError";
  constructor(
    /** Prisma's code, such as P1001; null where it gave none. */
    readonly code: string | null,
    message: string,
  ) {
    super(message);
  }
}

const REPOSITORY_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

interface CommandResult {
  exitCode: number | null;
  output: string;
}

function runPrisma(
  args: string[],
  rootDir: string,
  environment: Record<string, string>,
): Promise<CommandResult> {
  const manifest = createRequire(path.join(rootDir, "package.json")).resolve("prisma/package.json");
  const command = path.join(path.dirname(manifest), "build/index.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: rootDir,
      env: {
        NODE_ENV: "production",
        // The engine is a script that finds its Node through the path.
        PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
        HOME: homedir(),
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        NO_COLOR: "1",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}

/** The password may stand in a text as it is, or as the URL spells it, which a short one does by chance. */
function withoutPassword(text: string, url: URL): string {
  const spellings = [url.password, decodeURIComponent(url.password)].filter(Boolean);
  return spellings.reduce(
    (cleaned, spelling) =>
      spelling.length < 8
        ? cleaned.replaceAll(`:${spelling}@`, ":***@")
        : cleaned.replaceAll(spelling, "***"),
    text,
  );
}

function explain(output: string, url: URL): MigrateError {
  const code = /\bP\d{4}\b/.exec(output)?.[0] ?? null;
  const where = `the database ${url.pathname.slice(1)} at ${url.host}`;
  const migration = /(?:Migration name: |`)(\d{14}_\w+)/.exec(output)?.[1] ?? "a migration";
  const details = withoutPassword(output.slice(Math.max(0, output.indexOf("Error:"))).trim(), url);
  switch (code) {
    case "P1000":
      return new MigrateError(code, `The user name or password for ${where} is not accepted.`);
    case "P1001":
    case "P1002":
      return new MigrateError(
        code,
        `${where[0]?.toUpperCase()}${where.slice(1)} cannot be reached. Does it run?`,
      );
    case "P1010":
      return new MigrateError(code, `The account for ${where} may not change its tables.\n${details}`);
    case "P3009":
      return new MigrateError(
        code,
        `An earlier start could not finish ${migration} in ${where}. Repair what stood in its way, then mark it with ` +
          `"npx prisma migrate resolve".\n${details}`,
      );
    case "P3018":
      return new MigrateError(code, `${migration} failed in ${where}.\n${details}`);
    default:
      return new MigrateError(code, `The migrations did not go through in ${where}.\n${details}`);
  }
}

/**
 * Brings a database up to this version with Prisma's own command line; makes it when it is missing. Several processes
 * may do so at once: one applies, the others wait.
 * @returns the names of the migrations that this call applied
 * @throws MigrateError; OpenDatabaseError when something of it is open to others than the owner
 */
export async function migrate({
  url,
  rootDir = REPOSITORY_ROOT,
  environment = {},
}: MigrateOptions): Promise<{ applied: string[] }> {
  const { exitCode, output } = await runPrisma(["migrate", "deploy"], rootDir, {
    ...environment,
    DATABASE_URL: url,
    DIRECT_DATABASE_URL: url,
  });
  if (exitCode !== 0) throw explain(output, new URL(url));
  await closeDatabase({ url });
  return { applied: [...output.matchAll(/^[ \t]*[└├]─ (\d{14}_\w+)\/$/gm)].map((match) => match[1] ?? "") };
}
