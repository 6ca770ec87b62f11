import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { type Account, canReach } from "./account";
import { SYSTEM_DIRECTORY } from "./binaries";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

const NOTE_FILE = "postgres.json";
const LOCAL_DIRECTORY = "postgres";

/** What an installation remembers of its server. `directory` is relative when it lies in the data folder. */
interface PlacementNote {
  directory: string;
  port?: number;
}

function readNote(dataDir: string): PlacementNote | null {
  const file = path.join(dataDir, NOTE_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PlacementNote) : null;
}

function writeNote(dataDir: string, note: PlacementNote): void {
  writeFileSync(path.join(dataDir, NOTE_FILE), `${JSON.stringify(note)}\n`);
}

/** The folder with the tables of an earlier start; null when there was none. */
export function findExistingData(dataDir: string): string | null {
  const note = readNote(dataDir);
  const directory = note && path.resolve(dataDir, note.directory);
  return directory && existsSync(directory) ? realpathSync(directory) : null;
}

/**
 * The folder for the tables: within the data folder, or in a folder of the system where the server's account cannot
 * reach the former. Never one that a reboot empties.
 */
export function placeData(dataDir: string, account: Account | undefined): string {
  const existing = findExistingData(dataDir);
  if (existing) {
    const parent = path.dirname(existing);
    if (!account || canReach(parent, account)) return existing;
    throw new EmbeddedPostgresError(
      `PostgreSQL runs under another account than root, and that cannot reach its data in ${existing} any more. ` +
        "Let others pass through the folders above it (chmod o+x), or run this as the owner of the folder.",
    );
  }
  const directory =
    !account || canReach(dataDir, account)
      ? LOCAL_DIRECTORY
      : path.join(SYSTEM_DIRECTORY, randomBytes(8).toString("hex"));
  const absolute = path.resolve(dataDir, directory);
  mkdirSync(path.dirname(absolute), { recursive: true, mode: 0o755 });
  mkdirSync(absolute, { mode: 0o700 });
  chmodSync(absolute, 0o700);
  if (account) chownSync(absolute, account.uid, account.gid);
  writeNote(dataDir, { directory });
  return realpathSync(absolute);
}

/** Listens for a moment: on `port`, or on one that the system picks. Null when the port is taken. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? resolve(null) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

/** The port of the last start, or another when something else has that now; it is remembered. */
export async function choosePort(dataDir: string, wanted?: number): Promise<number> {
  const note = readNote(dataDir);
  const preferred = wanted ?? note?.port;
  const port = (preferred !== undefined && (await tryPort(preferred))) || (await tryPort(0));
  if (port === null) throw new EmbeddedPostgresError("No free port was found on 127.0.0.1 for PostgreSQL.");
  writeNote(dataDir, { directory: LOCAL_DIRECTORY, ...note, port });
  return port;
}
