import { type Kill } from "./create-plan";

export const SIGNING_KEY = `signkey-chaos-${"cd34".repeat(16)}`;

export type WorkerTask = {
  executor: "embedded" | "inngest";
  databaseUrl: string;
  fathomUrl: string;
  apiKey: string;
  hours: number | null;
  kill: Kill | null;
  logLevel: string;
  /** The Inngest server's address, in that mode. */
  inngestUrl?: string;
};

export type ToWorker = { kind: "request"; hours: number | null };

export type FromWorker =
  | { kind: "ready"; url: string }
  | { kind: "requested"; alreadyRunning: boolean }
  | { kind: "refused"; reason: string }
  | { kind: "done"; status: string };
