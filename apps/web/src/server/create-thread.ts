import { once } from "node:events";
import { type Worker } from "node:worker_threads";

type ThreadOptions = {
  /** Starts a thread that posts one message when it is ready, and then one answer for each message. */
  start: () => Worker;
  /** The time for one answer. A thread that takes longer is ended. */
  limitMs: number;
  /** How many questions may wait. Further ones get null at once. */
  maxWaiting: number;
  onFault: (error: unknown) => void;
};

/** A start loads code from a disk that may be busy. */
const START_LIMIT_MS = 15_000;

/**
 * Runs work on text of strangers in a thread, so that it cannot block the server. The thread answers one question
 * after the other, each within a time limit. A thread that is too slow or fails is ended, and the next question starts
 * another.
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
    // Without a listener for errors, an error in the thread would end this process.
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
