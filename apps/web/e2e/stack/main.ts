// A program of its own, since the packages are TypeScript that Playwright's loader need not understand.
// It tells its parent where everything is, and ends with it.

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
