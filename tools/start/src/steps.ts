import { describeError } from "@koppeling/cli/describe-error";

/** The person asked to stop while a step was under way. */
export class StopRequested extends Error {
  override readonly name = "StopRequested";
}

/** A step failed, and the person has been told. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
}

/** Runs one part of the start and says how it went. `tell` adds words to its line. */
export type RunStep = <Result>(
  name: string,
  work: (tell: (detail: string) => void) => Promise<Result>,
) => Promise<Result>;

/**
 * Makes the function that runs the steps of a start, a line for each.
 * @param signal when it is aborted, the step under way is finished and the next one throws StopRequested
 * @returns a function that throws StepFailed, after it has told the person
 */
export function createRunStep(signal: AbortSignal): RunStep {
  const onTerminal = process.stdout.isTTY;
  return async (name, work) => {
    if (signal.aborted) throw new StopRequested();
    const startedAt = performance.now();
    let detail = "";
    if (onTerminal) process.stdout.write(`… ${name}`);
    const finishLine = (mark: string) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const words = detail ? `${name}: ${detail}` : name;
      process.stdout.write(`${onTerminal ? "\r\u001b[K" : ""}${mark} ${words} (${seconds} s)\n`);
    };
    try {
      const result = await work((words) => {
        detail = words;
      });
      finishLine("✓");
      return result;
    } catch (error) {
      detail = "";
      if (error instanceof StopRequested) {
        finishLine("–");
        throw error;
      }
      finishLine("✗");
      process.stderr.write(`\n${describeError(error)}\n`);
      throw new StepFailed(name, { cause: error });
    }
  };
}
