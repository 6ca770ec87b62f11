import { type Kill } from "./create-plan";

export const SIGNING_KEY = `signkey-chaos-${"cd34".repeat(16)}`;

export type WorkerTask = {
  executor: "embedded" | "inngest";
  databaseUrl: string;
  fathomUrl: string;
  apiKey: string;
  hours: number | null;
  kill: Kill | null;
  /** In peace: goes on until every webhook event is done. */
  settle: boolean;
  logLevel: string;
  /** The Inngest server's address, in that mode. */
  inngestUrl?: string;
};

export type ToWorker =
  | { kind: "request"; hours: number | null }
  /** All deliveries were made: see to the events that are left, compare with Fathom, and end. */
  | { kind: "settle" };

export type FromWorker =
  | { kind: "ready"; url: string | null; webhookUrl: string }
  | { kind: "requested"; alreadyRunning: boolean }
  | { kind: "refused"; reason: string }
  | { kind: "done"; status: string }
  | { kind: "settled"; difference: string };
