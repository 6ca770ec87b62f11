import { createInterface } from "node:readline";

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** What the native engine answers for an error; only codes of Prisma's own may be passed on. */
const toRpcError = (error) => ({
  code: 4466,
  message: "An error happened. Check the data field for details.",
  data: {
    is_panic: false,
    message: error?.message ?? String(error),
    meta: error?.meta ?? null,
    error_code: /^P\d{4}$/.test(error?.code ?? "") ? error.code : null,
  },
});

/**
 * Answers JSON-RPC requests, one a line on stdin, one after the other, until stdin closes and the last is done.
 * @param {{ call(method: string, params: any): Promise<any> }} engine
 */
export const serveJsonRpc = async (engine) => {
  /** @type {Map<number, () => void>} */
  const awaitingReply = new Map();
  let lastOwnId = 1_000_000_000;

  /** Asks Prisma's command line to show a text, and waits until it says that it has. */
  const print = (content) =>
    new Promise((resolve) => {
      lastOwnId += 1;
      awaitingReply.set(lastOwnId, resolve);
      write({ id: lastOwnId, method: "print", params: { content } });
    });

  const answer = async ({ id, method, params }) => {
    try {
      const result = await engine.call(method, params);
      if (method === "diff" && result?.stdout) await print(result.stdout);
      write({ id, result: result ?? {} });
    } catch (error) {
      write({ id, error: toRpcError(error) });
    }
  };

  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (!line.trim()) return;
    const message = JSON.parse(line);
    if (message.method) {
      queue = queue.then(() => answer(message));
    } else {
      awaitingReply.get(message.id)?.();
      awaitingReply.delete(message.id);
    }
  });
  await new Promise((resolve) => lines.once("close", resolve));
  await queue;
};
