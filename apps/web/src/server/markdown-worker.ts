import { parentPort } from "node:worker_threads";
import { parseMarkdown } from "./parse-markdown";

/** A thread that says "ready" once and then answers each text with its tree (see create-thread.ts). */
parentPort?.on("message", (text: string) => parentPort?.postMessage(parseMarkdown(text)));
parentPort?.postMessage("ready");
