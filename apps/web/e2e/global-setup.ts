import { spawn } from "node:child_process";
import path from "node:path";
import type { FullConfig } from "@playwright/test";
import { publishStackStates, type StackState } from "./stack/stack-state";

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

export default async function globalSetup({ workers }: FullConfig) {
  const stacks = Array.from({ length: workers }, startProgram);
  const stop = async () => {
    await Promise.all(stacks.map((stack) => stack.stop()));
  };
  try {
    publishStackStates(await Promise.all(stacks.map((stack) => stack.state)));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

function startProgram(): { state: Promise<StackState>; stop: () => Promise<void> } {
  const program = path.join(import.meta.dirname, "stack/main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    cwd: repositoryRoot,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    state: Promise.race([
      new Promise<StackState>((resolve) =>
        child.once("message", (message) => resolve(message as StackState)),
      ),
      exited.then(() =>
        Promise.reject(new Error("The stack for the browser tests did not start; see above.")),
      ),
    ]),
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
