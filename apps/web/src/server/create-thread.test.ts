import { Worker } from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import { createThread } from "./create-thread";

/** A thread that answers with the text it got. "loop" makes it loop forever, "throw" makes it fail. */
const CODE = `
  const { parentPort } = require("node:worker_threads");
  parentPort.postMessage("ready");
  parentPort.on("message", (text) => {
    if (text === "loop") for (;;);
    if (text === "throw") throw new Error("broken");
    parentPort.postMessage(text);
  });`;

const started: Worker[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.terminate()));
});

function createEcho(options: { limitMs?: number; maxWaiting?: number } = {}) {
  const onFault = vi.fn();
  const start = () => {
    const worker = new Worker(CODE, { eval: true });
    started.push(worker);
    return worker;
  };
  const ask = createThread<string, string>({ start, limitMs: 30_000, maxWaiting: 100, onFault, ...options });
  return { ask, onFault };
}

it("answers in order, with one thread", async () => {
  const { ask, onFault } = createEcho();
  expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(["a", "b", "c"]);
  expect(started).toHaveLength(1);
  expect(onFault).not.toHaveBeenCalled();
});

it("ends a thread that takes too long, while everything else goes on, and starts another", async () => {
  const { ask, onFault } = createEcho({ limitMs: 300 });
  let turns = 0;
  const others = setInterval(() => (turns += 1), 10);
  expect(await ask("loop")).toBeNull();
  clearInterval(others);
  expect(turns).toBeGreaterThan(1);
  expect(onFault).toHaveBeenCalledOnce();
  expect(started[0]?.threadId).toBe(-1);
  expect(await ask("a")).toBe("a");
});

it("says of a thread that fails that there is no answer", async () => {
  const { ask, onFault } = createEcho();
  expect(await ask("throw")).toBeNull();
  expect(onFault).toHaveBeenCalledWith(expect.objectContaining({ message: "broken" }));
  expect(await ask("a")).toBe("a");
});

it("takes no more questions than may wait", async () => {
  const { ask } = createEcho({ maxWaiting: 2 });
  expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(["a", "b", null]);
  expect(await ask("d")).toBe("d");
});
