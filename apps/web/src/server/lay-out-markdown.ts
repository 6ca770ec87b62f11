import { Worker } from "node:worker_threads";
import { createThread } from "./create-thread";
import { getDeps } from "./deps";
import type { MarkdownNode } from "./parse-markdown";

/** Parses Markdown to a tree in a thread. @returns null when it is too large, too complex, or takes too long */
export const layOutMarkdown = createThread<string, MarkdownNode[] | null>({
  start: () =>
    new Worker(new URL("./markdown-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    }),
  limitMs: 2000,
  maxWaiting: 20,
  onFault: (error) => getDeps().log.warn({ err: error }, "markdown is shown as plain text"),
});
