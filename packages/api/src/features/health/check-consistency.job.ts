import { z } from "zod";
import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { readSettingRows } from "../settings/read-setting-rows";
import { writeSettings } from "../settings/write-settings";
import { checkConsistency } from "./check-consistency";

/** Older runs were looked at when they were young. */
const RUNS_OF_LAST_MS = 24 * 3_600_000;

const lastCheckSchema = z.object({
  at: z.coerce.date(),
  faults: z.number(),
  /** The first of them, as `check of subject`. */
  first: z.string().nullable(),
});

/** Joins whole tables, so it is done by the clock, and the health check tells what came of it. */
export const checkConsistencyJob = defineJob({
  id: "check-consistency",
  triggers: () => [{ cron: "19 * * * *" }],
  retries: 1,
  atStart: true,
  handler: async ({ step, deps }) => ({
    faults: await step.run("check-consistency", async () => {
      const now = deps.clock.now();
      const faults = await checkConsistency(deps, { since: new Date(now.getTime() - RUNS_OF_LAST_MS) });
      const [first] = faults;
      const last = {
        at: now,
        faults: faults.length,
        first: first ? `${first.check} of ${first.subject}` : null,
      };
      await writeSettings(deps, deps.db.prisma, { consistency_check: JSON.stringify(last) }, null);
      return faults.length;
    }),
  }),
});

/** What the last check found; null before a first one. */
export async function loadLastCheck(deps: Deps): Promise<z.output<typeof lastCheckSchema> | null> {
  const text = (await readSettingRows(deps)).get("consistency_check")?.value ?? null;
  return text === null ? null : lastCheckSchema.parse(JSON.parse(text));
}
