import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { afterEach, describe, expect, it } from "vitest";
import { closeDeps, createDeps } from "../create-deps";
import { type Deps } from "../deps";
import { parseEnvironment } from "../environment";
import { loadRunResult } from "../features/runs/load-run-result";
import { requestSync } from "../features/sync/request-sync";
import { GiveUp, type Job, type JobEvent, RetryAfter } from "../job";
import { createEmbeddedExecutor } from "./embedded";

type Executor = ReturnType<typeof createEmbeddedExecutor>;
type TestJob = Partial<Omit<Job, "handler">> & Pick<Job, "handler">;

const never = () => new Promise<never>(() => undefined);
/** A promise that is settled from outside. */
function createGate() {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const executors: Executor[] = [];
afterEach(async () => {
  await Promise.all(executors.splice(0).map((executor) => executor.stop()));
});

/** Real deps that never connect; their waits are noted instead of waited for. */
function createExecutor(
  testJobs: Record<string, TestJob>,
  sleep: (milliseconds: number) => Promise<void> = async () => undefined,
): Executor & { waits: number[]; deps: Deps } {
  const parsed = parseEnvironment(testEnvironment);
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const waits: number[] = [];
  const deps = createDeps(parsed.environment, {
    clock: {
      now: () => new Date(),
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return sleep(milliseconds);
      },
    },
  });
  const jobs = Object.entries(testJobs).map(
    ([id, job]): Job => ({ id, retries: 3, triggers: () => [{ event: `test/${id}` }], ...job }),
  );
  const executor = createEmbeddedExecutor(jobs, () => deps);
  deps.jobs = executor;
  executors.push(executor);
  return Object.assign(executor, { waits, deps });
}
const event = (id: string, data: JobEvent["data"] = {}): JobEvent => ({ name: `test/${id}`, data });

describe("the embedded executor", () => {
  it("runs one of a job at a time, in the order in which they were sent, and other jobs beside it", async () => {
    let active = 0;
    let most = 0;
    const seen: unknown[] = [];
    const beside = createGate();
    const executor = createExecutor({
      slow: {
        handler: async ({ event: { data } }) => {
          active += 1;
          most = Math.max(most, active);
          // Nothing of this job goes on before the other one has run.
          await beside.opened;
          seen.push(data.number ?? null);
          active -= 1;
          return null;
        },
      },
      other: {
        handler: async () => {
          beside.open();
          return null;
        },
      },
    });
    for (let number = 1; number <= 5; number++) await executor.send(event("slow", { number }));
    await executor.send(event("other"));
    await executor.idle();
    expect(most).toBe(1);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it("runs every job that an event is for, and none for another event", async () => {
    const ran: string[] = [];
    const note = (name: string): TestJob => ({
      triggers: () => [{ event: "test/both" }],
      handler: async () => {
        ran.push(name);
        return null;
      },
    });
    const executor = createExecutor({ one: note("one"), two: note("two") });
    await executor.send(event("both"));
    await executor.send(event("neither"));
    await executor.idle();
    expect(ran.toSorted()).toEqual(["one", "two"]);
  });

  it("tries a step again on its own, with waits that double, and keeps what other steps gave", async () => {
    const attempts: number[] = [];
    let first = 0;
    let result: unknown;
    const executor = createExecutor({
      job: {
        handler: async ({ step }) => {
          const before = await step.run("first", async () => (first += 1));
          const after = await step.run("second", async (attempt) => {
            attempts.push(attempt);
            if (attempt < 3) throw new Error("not yet");
            return "done";
          });
          result = [before, after];
          return null;
        },
      },
    });
    executor.deps.config.retryBaseSeconds = 2;
    await executor.send(event("job"));
    await executor.idle();
    expect(attempts).toEqual([0, 1, 2, 3]);
    expect(executor.waits).toEqual([2_000, 4_000, 8_000]);
    expect(result).toEqual([1, "done"]);
  });

  it("waits as long as a step says, and never more than a minute", async () => {
    const executor = createExecutor({
      job: {
        handler: async ({ step }) =>
          await step.run("step", async (attempt) => {
            if (attempt === 0) throw new RetryAfter("busy", 7);
            if (attempt === 1) throw new RetryAfter("very busy", 7_000);
            return null;
          }),
      },
    });
    await executor.send(event("job"));
    await executor.idle();
    expect(executor.waits).toEqual([7_000, 60_000]);
  });

  it("ends a sleep early by the event that it names, for the same run alone", async () => {
    const asleep = [createGate(), createGate()];
    const woken: unknown[] = [];
    const executor = createExecutor(
      Object.fromEntries(
        asleep.map((gate, number) => [
          `job${number}`,
          {
            handler: async ({ event: { data }, step }) => {
              const slept = step.sleep("nap", 3_600, "test/woken");
              gate.open();
              await slept;
              woken.push(data.runId);
              return null;
            },
          } satisfies TestJob,
        ]),
      ),
      never,
    );
    for (const number of [0, 1]) await executor.send(event(`job${number}`, { runId: `run ${number}` }));
    await Promise.all(asleep.map(({ opened }) => opened));
    await executor.send({ name: "test/other", data: { runId: "run 0" } });
    await executor.send({ name: "test/woken", data: { runId: "run 1" } });
    await expect.poll(() => woken).toEqual(["run 1"]);
    await executor.send({ name: "test/woken", data: { runId: "run 0" } });
    await executor.idle();
    expect(woken).toEqual(["run 1", "run 0"]);
  });

  it("tells the job after the last attempt, once, and goes on with the next event", async () => {
    const failed: unknown[] = [];
    let attempts = 0;
    const executor = createExecutor({
      job: {
        retries: 2,
        handler: async ({ event: { data }, step }) =>
          await step.run("step", async () => {
            if (data.number === 2) return null;
            attempts += 1;
            throw new Error("always");
          }),
        onFailure: async ({ event: { data } }) => {
          failed.push(data.number);
        },
      },
    });
    await executor.send(event("job", { number: 1 }));
    await executor.send(event("job", { number: 2 }));
    await executor.idle();
    expect(attempts).toBe(3);
    expect(failed).toEqual([1]);
  });

  it("gives up at once when a step says so", async () => {
    let attempts = 0;
    let failures = 0;
    const executor = createExecutor({
      job: {
        handler: async ({ step }) =>
          await step.run("step", async () => {
            attempts += 1;
            throw new GiveUp("a person is needed");
          }),
        onFailure: async () => {
          failures += 1;
        },
      },
    });
    await executor.send(event("job"));
    await executor.idle();
    expect([attempts, failures, executor.waits]).toEqual([1, 1, []]);
  });

  it("survives a job that fails outside a step, and one whose failure cannot be recorded", async () => {
    const ran: unknown[] = [];
    const executor = createExecutor({
      job: {
        handler: async ({ event: { data } }) => {
          ran.push(data.number);
          throw new Error("a bug");
        },
        onFailure: () => Promise.reject(new Error("the database is away")),
      },
    });
    await executor.send(event("job", { number: 1 }));
    await executor.send(event("job", { number: 2 }));
    await executor.idle();
    expect(ran).toEqual([1, 2]);
  });

  it("sends what a step sends, and sleeps as long as a step asks", async () => {
    const received = createGate();
    const executor = createExecutor({
      first: {
        handler: async ({ step }) => {
          await step.sleep("wait", 90);
          await step.send("next", event("second"));
          return null;
        },
      },
      second: {
        handler: async () => {
          received.open();
          return null;
        },
      },
    });
    await executor.send(event("first"));
    await received.opened;
    expect(executor.waits).toEqual([90_000]);
  });
});

describe("the embedded executor when it starts", () => {
  it("runs what is to run at the start, once", async () => {
    const names: string[] = [];
    const note: TestJob["handler"] = async (context) => {
      names.push(context.event.name);
      return null;
    };
    const executor = createExecutor({
      early: { atStart: true, triggers: () => [{ cron: "0 0 1 1 *" }], handler: note },
      later: { triggers: () => [{ cron: "0 0 1 1 *" }], handler: note },
    });
    executor.start();
    await executor.idle();
    expect(names).toEqual(["start/early"]);
  });

  it("keeps the schedules, until it stops", async () => {
    const seen: string[] = [];
    const twice = createGate();
    const executor = createExecutor({
      tick: {
        triggers: () => [{ cron: "* * * * * *" }],
        handler: async (context) => {
          seen.push(context.event.name);
          if (seen.length === 2) twice.open();
          return null;
        },
      },
    });
    executor.start();
    await twice.opened;
    expect(new Set(seen)).toEqual(new Set(["cron/tick"]));
    await executor.stop();
    const before = seen.length;
    await executor.send(event("tick"));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(seen).toHaveLength(before);
  });
});

describe("the embedded executor when it stops", () => {
  it("finishes the step in hand, begins no other, and calls it no failure", async () => {
    const begun = createGate();
    const work = createGate();
    const steps: string[] = [];
    let failures = 0;
    const executor = createExecutor({
      job: {
        handler: async ({ step, isStopping }) => {
          await step.run("one", async () => {
            begun.open();
            await work.opened;
            steps.push(`one, stopping: ${isStopping()}`);
            return null;
          });
          await step.run("two", async () => {
            steps.push("two");
            return null;
          });
          return null;
        },
        onFailure: async () => {
          failures += 1;
        },
      },
    });
    await executor.send(event("job"));
    await executor.send(event("job"));
    await begun.opened;
    const stopped = executor.stop();
    await executor.send(event("job"));
    work.open();
    await stopped;
    expect(steps).toEqual(["one, stopping: true"]);
    expect(failures).toBe(0);
  });

  it.each<[string, TestJob["handler"]]>([
    [
      "a sleep",
      async ({ step }) => {
        await step.sleep("wait", 3_600);
        return null;
      },
    ],
    [
      "a wait for the next attempt",
      async ({ step }) => await step.run("step", () => Promise.reject(new Error("not yet"))),
    ],
  ])("does not wait for the end of %s", async (_name, handler) => {
    const waiting = createGate();
    let failures = 0;
    const executor = createExecutor(
      {
        job: {
          handler,
          onFailure: async () => {
            failures += 1;
          },
        },
      },
      () => {
        waiting.open();
        return never();
      },
    );
    await executor.send(event("job"));
    await waiting.opened;
    await executor.stop();
    expect(failures).toBe(0);
  });

  it("leaves a sync between two pages to the next process, which finishes it", async () => {
    const now = new Date();
    const ANNA = { name: "Anna", email: "anna@z.example" };
    await using stack = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    });
    await stack.addRep(ANNA.name, ANNA.email);
    for (let index = 0; index < 35; index++) stack.sandbox.addCall({ recordedBy: ANNA });
    const { deps } = stack;
    const connect = deps.fathom.bind(deps);
    const stopping = createGate();
    deps.fathom = (apiKey, hooks) => {
      const client = connect(apiKey, hooks);
      return {
        ...client,
        fetchMeetingPage: async (query) => {
          const page = await client.fetchMeetingPage(query);
          void deps.jobs.stop().then(stopping.open);
          return page;
        },
      };
    };
    const { runId } = await requestSync(deps, { trigger: "manual", hours: 24 });
    await stopping.opened;
    expect(await deps.db.prisma.syncRun.findUnique({ where: { id: runId } })).toMatchObject({
      status: "running",
      page: 1,
      imported: 10,
      leaseToken: null,
      failureCode: null,
    });

    const parsed = parseEnvironment({
      ...testEnvironment,
      DATABASE_URL: stack.databaseUrl,
      FATHOM_API_BASE_URL: stack.sandbox.url,
      FATHOM_API_KEY: SANDBOX_API_KEY,
      SYNC_CRON: "0 0 1 1 *",
    });
    if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
    const next = createDeps(parsed.environment);
    try {
      next.jobs.start();
      const ended = async () => (await loadRunResult(next, runId, "en"))?.status !== "running";
      await expect.poll(ended, { timeout: 20_000 }).toBe(true);
      expect(await loadRunResult(next, runId, "en")).toMatchObject({
        status: "succeeded",
        processed: 35,
        imported: 35,
        page: 4,
      });
    } finally {
      await closeDeps(next);
    }
  });
});
