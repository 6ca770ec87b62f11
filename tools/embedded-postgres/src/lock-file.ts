import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { identifyProcess } from "./process-identity";

export interface LockHolder {
  pid: number;
  /** What the holder wrote about itself. */
  note: string;
}

export type LockResult =
  | {
      acquired: true;
      /** Its last holder ended without releasing it: what that started may still be on its way out. */
      tookOver: boolean;
      release: () => void;
    }
  | { acquired: false; holder: LockHolder };

interface LockContent extends LockHolder {
  identity: string | null;
}

function readLock(file: string): LockContent | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockContent;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Makes a file that appears with all of its content or not at all; false when there is one already. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the lock, or says who has it. The lock of a process that is gone is taken over. */
export function acquireLock(file: string, note = ""): LockResult {
  const content: LockContent = { pid: process.pid, note, identity: identifyProcess(process.pid) };
  let tookOver = false;
  while (!createWhole(file, JSON.stringify(content))) {
    const holder = readLock(file);
    if (holder && identifyProcess(holder.pid) === holder.identity) return { acquired: false, holder };
    if (!holder) continue;
    rmSync(file, { force: true });
    tookOver = true;
  }
  return { acquired: true, tookOver, release: () => rmSync(file, { force: true }) };
}

/** Runs `work` under the lock, after whoever has it now. Throws when that takes too long. */
export async function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  { timeoutMs = 120_000 }: { timeoutMs?: number } = {},
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = acquireLock(file);
    if (lock.acquired) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) {
      throw new Error(`Process ${lock.holder.pid} has kept ${file} for too long; stop it and try again.`);
    }
    await sleep(50);
  }
}
