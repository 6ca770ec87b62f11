import { defineJob, dueEvent, GiveUp, type Job } from "./job";

/**
 * The one thing that happens each minute. It asks every job whether there is work for it and sends an event to those that
 * say so, so that an idle installation has one run of a function a minute.
 */
export const heartbeatJob = (jobs: readonly Job[]): Job =>
  defineJob({
    id: "heartbeat",
    triggers: () => [{ cron: "* * * * *" }],
    retries: 1,
    atStart: true,
    handler: async ({ step, deps, log }) => {
      const found = await step.run("find-work", async () => {
        const due: string[] = [];
        const failed: string[] = [];
        for (const job of jobs) {
          try {
            if (await job.isDue?.(deps)) due.push(job.id);
          } catch (error) {
            log.error({ asked: job.id, err: error }, "whether a job is due could not be found out");
            failed.push(job.id);
          }
        }
        return { due, failed };
      });
      for (const id of found.due) await step.send(`send-${id}`, { name: dueEvent({ id }), data: {} });
      // One that fails holds the others up no longer than this, and is seen at the engine.
      if (found.failed.length > 0)
        throw new GiveUp(`Not known to be due or not: ${found.failed.join(", ")}.`);
      return { due: found.due };
    },
  });
