import { randomUUID } from "node:crypto";
import { Cron } from "croner";
import { type Deps, type JobExecutor } from "../deps";
import { GiveUp, type Job, type JobEvent, RetryAfter, type Step } from "../job";

/** The longest that a step waits before it is tried again. */
const MAX_RETRY_SECONDS = 60;

/** Jobs run one at a time: a run that is stopped while it sleeps would keep the next one waiting behind it. */
const LONGEST_SLEEP_SECONDS = 90;

class Stopped extends Error {}

/** A sleep that an event may end. */
type Sleeper = { until: string; runId: unknown; wake: () => void };

/**
 * Runs the jobs inside this process: one at a time per job, steps tried again with back-off, schedules by croner.
 * It promises nothing that PostgreSQL does not hold: what is in memory here is lost with the process, and
 * `resume-runs` finds it again from `sync_runs`.
 */
export function createEmbeddedExecutor(
  jobs: Job[],
  getDeps: () => Deps,
): JobExecutor & { idle(): Promise<void> } {
  const tails = new Map<string, Promise<void>>();
  const crons: Cron[] = [];
  const sleepers = new Set<Sleeper>();
  const stopping = new AbortController();

  const enqueue = (job: Job, event: JobEvent): void => {
    const before = tails.get(job.id) ?? Promise.resolve();
    tails.set(
      job.id,
      before.then(() => runJob(job, event, getDeps(), { stop: stopping.signal, sleepers })),
    );
  };

  return {
    kind: "embedded",
    longestSleepSeconds: LONGEST_SLEEP_SECONDS,
    send: async (event) => {
      if (stopping.signal.aborted) return;
      for (const sleeper of sleepers)
        if (sleeper.until === event.name && sleeper.runId === event.data.runId) sleeper.wake();
      const { config } = getDeps();
      for (const job of jobs) {
        if (job.triggers(config).some((trigger) => "event" in trigger && trigger.event === event.name))
          enqueue(job, event);
      }
    },
    start: () => {
      const { config } = getDeps();
      for (const job of jobs) {
        if (job.atStart) enqueue(job, { name: `start/${job.id}`, data: {} });
        for (const trigger of job.triggers(config)) {
          if (!("cron" in trigger)) continue;
          crons.push(
            new Cron(trigger.cron, { timezone: "UTC", protect: true }, () =>
              enqueue(job, { name: `cron/${job.id}`, data: {} }),
            ),
          );
        }
      }
    },
    stop: async () => {
      for (const cron of crons) cron.stop();
      stopping.abort();
      await Promise.all(tails.values());
    },
    idle: async () => {
      await Promise.all(tails.values());
    },
  };
}

type Engine = { stop: AbortSignal; sleepers: Set<Sleeper> };

async function runJob(job: Job, event: JobEvent, deps: Deps, engine: Engine): Promise<void> {
  const { stop } = engine;
  const log = deps.log.child({ job: job.id, jobRun: randomUUID(), ...pickIds(event) });
  if (stop.aborted) return;
  try {
    await job.handler({
      event,
      deps,
      log,
      jobRun: null,
      step: createStep(job, event, { deps, log, ...engine }),
      isStopping: () => stop.aborted,
    });
  } catch (error) {
    // The rows say how far the job came; whoever starts next resumes it from there.
    if (error instanceof Stopped) return;
    log.error({ err: error }, "the job failed");
    try {
      await job.onFailure?.({ event, by: "job", deps, log });
    } catch (failure) {
      log.error({ err: failure }, "the failure could not be recorded; resume-runs will find it");
    }
  }
}

function createStep(
  job: Job,
  event: JobEvent,
  { deps, log, stop, sleepers }: Engine & { deps: Deps; log: Deps["log"] },
): Step {
  const pause = async (seconds: number, until?: string) => {
    if (stop.aborted) throw new Stopped();
    let wake = () => undefined as void;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const sleeper = until === undefined ? null : { until, runId: event.data.runId, wake };
    stop.addEventListener("abort", wake);
    if (sleeper) sleepers.add(sleeper);
    try {
      await Promise.race([deps.clock.sleep(seconds * 1000), woken]);
      if (stop.aborted) throw new Stopped();
    } finally {
      stop.removeEventListener("abort", wake);
      if (sleeper) sleepers.delete(sleeper);
    }
  };
  return {
    run: async (id, work) => {
      for (let attempt = 0; ; attempt++) {
        if (stop.aborted) throw new Stopped();
        try {
          return await work(attempt);
        } catch (error) {
          if (error instanceof GiveUp || attempt >= job.retries) throw error;
          const seconds =
            error instanceof RetryAfter ? error.seconds : deps.config.retryBaseSeconds * 2 ** attempt;
          log.warn(
            { step: id, attempt: attempt + 1, retryInSeconds: seconds, err: error },
            "the step failed and is tried again",
          );
          await pause(Math.min(seconds, MAX_RETRY_SECONDS));
        }
      }
    },
    sleep: (_id, seconds, until) => pause(seconds, until),
    send: (_id, event) => deps.jobs.send(event),
  };
}

const pickIds = (event: JobEvent) =>
  typeof event.data.runId === "string" ? { runId: event.data.runId } : {};
