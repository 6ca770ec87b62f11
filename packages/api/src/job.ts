import { type Config, type Deps } from "./deps";
import { type Logger } from "pino";
import { type z } from "zod";

/** What may cross a step or ride in an event: ids, counts and cursors, never keys, payloads or Dates. */
export type Json = string | number | boolean | null | { [key: string]: Json } | Json[];

/** `id` lets the engine drop a second copy of the same event. */
export type JobEvent = { name: string; id?: string; data: { [key: string]: Json } };

/** Each step is done once and its result is kept; a step that throws is tried again on its own. */
export type Step = {
  /** `attempt` counts from 0 for each step. */
  run<T extends Json>(id: string, work: (attempt: number) => Promise<T>): Promise<T>;
  /** @param until the name of an event that ends the sleep early, when its `runId` is that of the job's own event */
  sleep(id: string, seconds: number, until?: string): Promise<void>;
  send(id: string, event: JobEvent): Promise<void>;
};

export type JobContext = {
  event: JobEvent;
  step: Step;
  deps: Deps;
  log: Logger;
  /** The engine's name for this run of the job; null where the process is the engine, which repeats nothing. */
  jobRun: string | null;
  /** The process is about to end: finish what is in hand, and leave the rest to whoever comes next. */
  isStopping: () => boolean;
};

export type Job = {
  id: string;
  triggers: (config: Config) => ({ event: string } | { cron: string })[];
  /** Extra attempts of each step. */
  retries: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
  /** Asked each minute by the heartbeat, which then sends the job its event: whether there is work for it. */
  isDue?(deps: Deps): Promise<boolean>;
  /** Where the process itself is the engine: also run once when it starts. */
  atStart?: boolean;
  handler(context: JobContext): Promise<Json>;
  /**
   * After the last attempt of a step, or a {@link GiveUp}: `by` the job. An engine also gives a run up by itself, since it
   * could not reach us for one; the job may know nothing of it.
   */
  onFailure?(context: { event: JobEvent; by: "job" | "engine"; deps: Deps; log: Logger }): Promise<void>;
};

/** The event that the heartbeat sends to a job that says it is due. */
export const dueEvent = (job: Pick<Job, "id">): string => `${job.id}/due`;

/** A job is to jobs.ts what a router is to root.ts; the executors run the list. */
export const defineJob = (job: Job): Job =>
  job.isDue ? { ...job, triggers: (config) => [...job.triggers(config), { event: dueEvent(job) }] } : job;

/**
 * The data of an event, which anybody may have made by hand.
 * @throws GiveUp that names what is missing or wrong
 */
export function readEventData<T>(schema: z.ZodType<T>, event: JobEvent): T {
  const parsed = schema.safeParse(event.data);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new GiveUp(`The event's data is not what this function needs. ${faults.join("; ")}.`);
}

/**
 * Thrown in a step: try it again after so many seconds, as long as attempts are left. The engine stores the message: a
 * code or a sentence with ids, never what others said.
 */
export class RetryAfter extends Error {
  override readonly name = "RetryAfter";
  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super(message);
  }
}

/** Thrown in a step: trying again is no use, a person is needed. Its message is stored as that of {@link RetryAfter}. */
export class GiveUp extends Error {
  override readonly name = "GiveUp";
}
