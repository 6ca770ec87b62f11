import { createTestStack } from "@koppeling/testing/create-test-stack";
import { takeRun } from "@koppeling/testing/take-run";
import { expect, it } from "vitest";
import { type JobEvent } from "../../job";
import { requestSync } from "../sync/request-sync";
import { resumeLeftRuns } from "./hold-lease";
import { changeRun } from "./run-transitions";

it("lets a start go on at once with what its earlier instance held, and with nothing that another holds or sleeps through", async () => {
  await using stack = await createTestStack({ config: { leaseHolder: "crm-1:3000" } });
  const { deps } = stack;
  const sent: JobEvent[] = [];
  deps.jobs.send = async (event) => void sent.push(event);
  const { runId } = await requestSync(deps, { trigger: "manual", hours: 24 });
  sent.length = 0;
  const started = (leaseHolder: string, kind: "embedded" | "inngest") =>
    resumeLeftRuns({ ...deps, jobs: { ...deps.jobs, kind }, config: { ...deps.config, leaseHolder } });

  const lease = await takeRun(deps, runId);
  expect(await started("crm-2:3000", "inngest")).toEqual([]);
  await changeRun(deps.db.pool, "wait", { ...lease, seconds: 600 });
  expect(await started("crm-1:3000", "inngest")).toEqual([]);
  expect(sent).toEqual([]);

  expect(await started("crm-1:3000", "embedded")).toEqual([runId]);
  expect(sent).toEqual([{ name: "sync/requested", data: { runId, resume: true } }]);
  const next = await takeRun(deps, runId);
  expect(await started("crm-1:3000", "inngest")).toEqual([runId]);
  expect(await changeRun(deps.db.pool, "beat", next)).toBe(false);
});
