import { type Db } from "@koppeling/db/create-db";
import { type FathomClient, type FathomClientOptions } from "@koppeling/fathom/client";
import { type Logger } from "pino";
import { type Environment } from "./environment";
import { type SecretBox } from "./secret-box";
import { type JobEvent } from "./job";

/** Who runs the jobs. `send` rejects with AppError `jobs_unreachable` when the engine cannot be reached. */
export type JobExecutor = {
  kind: "inngest" | "embedded";
  /** A job may sleep for so long; a run that has to wait longer is left, and resumed when the wait is over. */
  longestSleepSeconds: number;
  send: (event: JobEvent) => Promise<void>;
  /** Starts the schedules and picks up what was left behind; nothing where a server does that. */
  start: () => void;
  /** Takes no new work and waits for the page in hand. */
  stop: () => Promise<void>;
};

/** Work that this process does after it has answered. Nothing depends on it: what it does not take, others find. */
export type Background = {
  /** @returns false when so much waits already that this is left to others */
  run: (work: () => Promise<unknown>) => boolean;
  /** Takes no new work, leaves what has not begun, and waits for the rest. */
  stop: () => Promise<void>;
};

export type Clock = {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
};

export type Config = Environment & {
  /** First wait before a failed step is tried again; doubles with each attempt. */
  retryBaseSeconds: number;
  /** A run whose owner has said nothing for so long, and was not waiting on purpose, may be taken over. */
  leaseSeconds: number;
  /**
   * Whose leases this process takes: a name that no other process has at the same time, and that its next start has again
   * where it can. What was held under it before is nobody's then.
   */
  leaseHolder: string;
  /** The window of Fathom's rate limits: a minute, shorter only in tests that scale time. */
  rateWindowSeconds: number;
};

/** Everything that a feature may reach outside itself. Tests build their own. */
export type Deps = {
  db: Db;
  /** Whatever it answers is accounted for in the rate budget. */
  fathom(apiKey: string, hooks?: Pick<FathomClientOptions, "beforeRequest" | "timeouts">): FathomClient;
  secretBox: SecretBox;
  jobs: JobExecutor;
  background: Background;
  clock: Clock;
  log: Logger;
  config: Config;
};
