import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for one test, removed when `using` lets go of it. */
export function createTemporaryDirectory(): { path: string } & Disposable {
  const directory = mkdtempSync(path.join(tmpdir(), "koppeling-"));
  return {
    path: directory,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}
