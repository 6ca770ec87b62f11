import { once } from "node:events";
import { type Worker } from "node:worker_threads";

type ThreadOptions = {
  /** Starts a thread that says something when it is ready, and answers each message with one. */
  start: () => Worker;
  /** For one answer; a thread that takes longer is ended. */
  limitMs: number;
  /** A question beyond these is not taken. */
  maxWaiting: number;
  onFault: (error: unknown) => void;
};

/** Starting includes loading its code from a disk that may be busy. */
const START_LIMIT_MS = 15_000;

/**
 * Work on text of strangers that must not stop the server: done by one thread, one question after the other, with a
 * time limit each. A thread that is too slow or fails is ended, and the next question starts another.
 * @returns a function that gives null when there is no answer
 */
export function createThread<Question, Answer>({ start, limitMs, maxWaiting, onFault }: ThreadOptions) {
  let thread: Worker | null = null;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function startThread(): Promise<Worker> {
    const started = start();
    const forget = () => {
      if (thread === started) thread = null;
    };
    // Without a listener an error in it would end this process.
    started.on("error", forget).on("exit", forget);
    started.unref();
    thread = started;
    await once(started, "message", { signal: AbortSignal.timeout(START_LIMIT_MS) });
    return started;
  }

  async function answer(question: Question): Promise<Answer | null> {
    try {
      const current = thread ?? (await startThread());
      const answered = once(current, "message", { signal: AbortSignal.timeout(limitMs) });
      current.postMessage(question);
      return ((await answered) as [Answer])[0];
    } catch (error) {
      onFault(error);
      const failed = thread;
      thread = null;
      await failed?.terminate();
      return null;
    }
  }

  return async function ask(question: Question): Promise<Answer | null> {
    if (waiting >= maxWaiting) return null;
    waiting += 1;
    const answered = last.then(() => answer(question)).finally(() => (waiting -= 1));
    last = answered;
    return answered;
  };
}
