// The stack runs as a separate process, so that Playwright's loader need not load the TypeScript of the packages.
// It tells its parent the addresses of everything, and ends when its parent ends.

import { startStack } from "./start-stack";

const { state, stop } = await startStack();

let stopping = false;
async function end() {
  if (stopping) return;
  stopping = true;
  await stop();
  process.exit(0);
}

process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());
process.on("disconnect", () => void end());
process.send?.(state);
