import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from "node:fs";

const MAX_BYTES = 10 * 1024 * 1024;
/** Files beside the one that is written to: `.1` is the newest. */
const KEPT_FILES = 3;
const LOOK_EVERY_MS = 30_000;

const watched = new Map<string, NodeJS.Timeout>();

/**
 * Opens a log for a program that is given the file itself, so that it can write on when this process dies. What earlier
 * starts wrote stays. Only the owner can read it, and while this process runs it is rotated when it gets large.
 * @param options.fresh begins a new file, and keeps the one before
 * @returns the open file
 */
export function openLog(file: string, { fresh = false, maxBytes = MAX_BYTES } = {}): number {
  if (fresh) shiftFiles(file);
  else rotateLog(file, maxBytes);
  const log = openSync(file, "a", 0o600);
  chmodSync(file, 0o600);
  clearInterval(watched.get(file));
  watched.set(file, setInterval(() => rotateLog(file, maxBytes), LOOK_EVERY_MS).unref());
  return log;
}

/**
 * Moves what a large log holds into the file beside it. The program that writes to it keeps its file: it is copied, and then
 * emptied.
 */
export function rotateLog(file: string, maxBytes: number): void {
  if (!existsSync(file) || statSync(file).size <= maxBytes) return;
  const beside = `${file}.0`;
  copyFileSync(file, beside);
  appendRest(file, beside);
  truncateSync(file);
  chmodSync(beside, 0o600);
  shiftFiles(file, 0);
}

/** What was written since the copy began: all but what comes in the moment before the file is emptied. */
function appendRest(file: string, copy: string): void {
  const start = statSync(copy).size;
  const rest = Buffer.alloc(Math.max(0, statSync(file).size - start));
  const from = openSync(file, "r");
  const count = readSync(from, rest, 0, rest.length, start);
  closeSync(from);
  if (count > 0) appendFileSync(copy, rest.subarray(0, count));
}

/** `file.2` becomes `file.3`, and so on; the oldest one goes. */
function shiftFiles(file: string, first: 0 | null = null): void {
  const nameOf = (index: number | null) => (index === null ? file : `${file}.${index}`);
  for (let index = KEPT_FILES - 1; index >= 1; index--)
    if (existsSync(nameOf(index))) renameSync(nameOf(index), nameOf(index + 1));
  if (existsSync(nameOf(first))) renameSync(nameOf(first), nameOf(1));
}
