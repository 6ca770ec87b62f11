import { spawn } from "node:child_process";
import path from "node:path";
import { publishStackState, type StackState } from "./stack/stack-state";

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

export default async function globalSetup() {
  const program = path.join(import.meta.dirname, "stack/main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    cwd: repositoryRoot,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const state = await Promise.race([
    new Promise<StackState>((resolve) => child.once("message", (message) => resolve(message as StackState))),
    exited.then(() => Promise.reject(new Error("The stack for the browser tests did not start; see above."))),
  ]);
  publishStackState(state);
  return async () => {
    child.kill("SIGTERM");
    await exited;
  };
}
