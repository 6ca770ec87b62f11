import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MEMORY = "/dev/shm";
/** The databases of a run take a few hundred megabytes. */
const ROOM_IN_BYTES = 2 * 1024 ** 3;

/** In memory, where the system has a folder for that with room in it, which makes databases three times as fast. */
function findPlace(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_IN_BYTES ? MEMORY : tmpdir();
}

/** A folder for tests or measurements, removed when `using` lets go of it. */
export function createTemporaryDirectory(name = "koppeling"): { path: string } & Disposable {
  const directory = mkdtempSync(path.join(findPlace(), `${name}-`));
  chmodSync(directory, 0o755); // the server of a test may run under another account
  return {
    path: directory,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}
