import { existsSync } from "node:fs";
import path from "node:path";

/** Where Debian keeps servers, which is not in everybody's path. */
const MORE_FOLDERS = ["/usr/sbin", "/usr/local/sbin"];

/**
 * Where a program of this machine is that some tests need and npm does not bring.
 * @returns null where it is missing: then those tests are left out, and counted as skipped
 * @throws Error on a machine that has to have it (REQUIRE_PROGRAMS, which `.ci/run` sets)
 */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), ...MORE_FOLDERS];
  const file = folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate));
  if (!file && process.env.REQUIRE_PROGRAMS)
    throw new Error(`${name} is missing, and tests need it: apt-get install ${name}`);
  return file ?? null;
}
