import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Running {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Waits for a text on stdout; fails when the program ends without it. */
  says: (text: string) => Promise<void>;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

/** What a program of a test sees of the environment: nothing of this machine's configuration. */
export const bareEnvironment = (values: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  ...values,
});

/**
 * Starts a program as a process of its own.
 * @param program where it is: `new URL("./main.ts", import.meta.url)`, or what bundleProgram made of that
 */
export function runProgram(
  program: URL,
  args: string[],
  { environment, input = "" }: { environment: Record<string, string>; input?: string },
): Running {
  const file = fileURLToPath(program);
  const child = spawn(
    process.execPath,
    [...(file.endsWith(".ts") ? ["--import", "tsx"] : []), file, ...args],
    { env: environment },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout.on("data", look);
      look();
      void ended.then((code) =>
        reject(new Error(`It ended (${code}) without "${text}":\n${stdout}\n${stderr}`)),
      );
    });
  return { child, stdout: () => stdout, stderr: () => stderr, says, ended };
}
