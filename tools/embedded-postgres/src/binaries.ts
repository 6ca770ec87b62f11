import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, canReach } from "./account";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

/** Where root keeps what the server's account must reach when the project's folder is closed to it. */
export const SYSTEM_DIRECTORY = "/var/lib/fathom-koppeling";

function findPackage(): string {
  const entry = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(entry).resolve(name)), "..");
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL instead.`,
      {
        cause: error,
      },
    );
  }
}

/** An install without scripts leaves the libraries' symbolic links out. */
function addMissingLinks(packageDirectory: string): void {
  const links = path.join(packageDirectory, "native/pg-symlinks.json");
  if (!existsSync(links)) return;
  const [first] = JSON.parse(readFileSync(links, "utf8")) as { target: string }[];
  if (!first || existsSync(path.join(packageDirectory, first.target))) return;
  spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: packageDirectory });
}

function copyForAccount(native: string, version: string): string {
  const copy = path.join(SYSTEM_DIRECTORY, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
  const draft = `${copy}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    // Another process was first, with the same files.
    if (!existsSync(copy)) throw error;
    rmSync(draft, { recursive: true });
  }
  return copy;
}

/** The folder with `bin/postgres` and `bin/initdb` of the npm package, where the account can run them. */
export function findBinaries(account: Account | undefined): string {
  const packageDirectory = findPackage();
  addMissingLinks(packageDirectory);
  const native = path.join(packageDirectory, "native");
  if (!account || canReach(native, account)) return native;
  const manifest = readFileSync(path.join(packageDirectory, "package.json"), "utf8");
  return copyForAccount(native, (JSON.parse(manifest) as { version: string }).version);
}
