import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { describe, expect, it } from "vitest";
import { FATHOM_API_BASE_URL } from "@koppeling/fathom/build-request";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { duringPage } from "@koppeling/testing/during-page";
import { SYSTEM } from "../../context";
import { importEnvironment } from "../settings/import-environment";
import { loadSettings } from "../settings/load-settings";
import { updateSettings } from "../settings/update-settings";
import { finishSync } from "./finish-sync";
import { importPages } from "./import-pages";
import { reconcilePlan } from "../reconcile/next-walk";
import { takeRun } from "@koppeling/testing/take-run";
import { requestSync } from "./request-sync";

const HOUR = 3_600_000;
const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const OTHER_KEY = "5knd-bfWdDemoKey-ywLBt";

async function stackWithRep() {
  const stack = await createTestStack({
    sandbox: {
      world: createWorld({ recordings: [], teams: [], members: [] }),
      apiKeys: [SANDBOX_API_KEY, OTHER_KEY],
    },
  });
  await stack.addRep(ANNA.name, ANNA.email);
  const watermark = async () => (await loadSettings(stack.deps)).watermark;
  const syncOnSchedule = async () => {
    const { windowFrom, windowTo, ...result } = await stack.sync({ trigger: "schedule" });
    return { ...result, windowTo, hours: Math.round((windowTo.getTime() - windowFrom.getTime()) / HOUR) };
  };
  return { stack, watermark, syncOnSchedule };
}

describe("the watermark", () => {
  it("speaks of one key: the first scheduled sync with another key takes the whole first window", async () => {
    const { stack, watermark, syncOnSchedule } = await stackWithRep();
    await using _ = stack;
    const caller = await stack.caller();
    expect(await syncOnSchedule()).toMatchObject({ status: "succeeded", hours: 720, imported: 0 });
    expect(await syncOnSchedule()).toMatchObject({ hours: 24 });

    // What only the other key shows.
    stack.sandbox.addCall({ recordedBy: ANNA, createdAt: new Date(Date.now() - 240 * HOUR) });
    await caller.fathomSettings.update({ apiKey: OTHER_KEY });
    expect(await watermark()).toBeNull();
    const other = await syncOnSchedule();
    expect(other).toMatchObject({ status: "succeeded", hours: 720, imported: 1 });
    expect(await watermark()).toEqual(other.windowTo);

    await caller.fathomSettings.update({ apiKey: OTHER_KEY, teamFilter: [] });
    expect(await syncOnSchedule()).toMatchObject({ hours: 24 });
    await caller.fathomSettings.update({ apiKey: null });
    expect(await syncOnSchedule()).toMatchObject({ hours: 720 });
  });

  it("holds for the same key, wherever it is kept, and not for another Fathom", async () => {
    const { stack, watermark, syncOnSchedule } = await stackWithRep();
    await using _ = stack;
    const { config } = stack.deps;
    const { windowTo } = await syncOnSchedule();
    await importEnvironment(stack.deps, { replace: false, actor: SYSTEM });
    expect((await loadSettings(stack.deps)).source).toBe("database");
    expect(await watermark()).toEqual(windowTo);
    // Nothing was asked with it, so that it has left nothing out.
    await updateSettings(stack.deps, { apiKey: OTHER_KEY }, SYSTEM);
    await updateSettings(stack.deps, { apiKey: null }, SYSTEM);
    expect(await watermark()).toEqual(windowTo);

    config.fathomApiKey = OTHER_KEY;
    expect(await watermark()).toBeNull();
    config.fathomApiKey = SANDBOX_API_KEY;
    expect(await watermark()).toEqual(windowTo);
    config.fathomApiBaseUrl = FATHOM_API_BASE_URL;
    expect(await watermark()).toBeNull();
  });

  it("is forgotten when a clock that was ahead has set it, and stands right after the next sync", async () => {
    const { stack, watermark, syncOnSchedule } = await stackWithRep();
    await using _ = stack;
    let ahead = 300 * 24 * HOUR;
    stack.deps.clock.now = () => new Date(Date.now() + ahead);
    expect(await syncOnSchedule()).toMatchObject({ status: "succeeded", hours: 720 });
    // The clock is set right, and a week without a sync has gone by.
    ahead = 0;
    stack.sandbox.addCall({ recordedBy: ANNA, createdAt: new Date(Date.now() - 100 * HOUR) });
    const { windowTo, ...result } = await syncOnSchedule();
    expect(result).toMatchObject({ status: "succeeded", hours: 720, imported: 1 });
    expect(await watermark()).toEqual(windowTo);
    ahead = -HOUR;
    expect(await syncOnSchedule()).toMatchObject({ hours: 24 });
  });

  it("stays where it is when the key was replaced while the run walked", async () => {
    const { stack, watermark } = await stackWithRep();
    await using _ = stack;
    const { deps } = stack;
    deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(deps, { trigger: "schedule" });
    const lease = await takeRun(deps, runId);
    const pages = await importPages(deps, lease, 0, { reconcile: reconcilePlan });
    if (pages.state !== "complete") throw new Error(pages.state);
    expect(pages.watermark).not.toBeNull();

    await updateSettings(deps, { apiKey: OTHER_KEY }, SYSTEM);
    expect(await finishSync(deps, lease, pages.watermark)).toBe(true);
    expect(await watermark()).toBeNull();
  });
});

describe("a key that was replaced while Fathom was asked with it", () => {
  it.each([
    ["refused", "status_401"],
    ["accepted", "bom"],
  ] as const)("says nothing of the new one when it is %s, and the run goes on", async (_name, fault) => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const { deps, sandbox } = stack;
    duringPage(stack, 1, async () => {
      await updateSettings(deps, { apiKey: OTHER_KEY }, SYSTEM);
    });
    deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(deps, { trigger: "schedule" });
    const lease = await takeRun(deps, runId);
    sandbox.faults.next(fault);
    const { state } = await importPages(deps, lease, 0, { reconcile: reconcilePlan });
    expect(sandbox.faults.hits.get(fault)).toBe(1);
    expect(state).toBe(fault === "bom" ? "complete" : "more");
    expect(await loadSettings(deps)).toMatchObject({
      connectionStatus: "not_configured",
      keyRefused: false,
      lastError: null,
    });
    expect(await importPages(deps, lease, 0, { reconcile: reconcilePlan })).toMatchObject({
      state: "complete",
    });
    // Only where the new key was asked with is there a word on it.
    const connectionStatus = fault === "bom" ? "not_configured" : "connected";
    expect(await loadSettings(deps)).toMatchObject({ connectionStatus, keyRefused: false });
  });
});
