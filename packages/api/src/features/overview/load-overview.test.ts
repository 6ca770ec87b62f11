import { createDemoWorld } from "@koppeling/sandbox/create-demo-world";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { requestSync } from "../sync/request-sync";

describe("overview.get", () => {
  it("accounts for every recording: imported, skipped and errors make up the ledger", async () => {
    const now = new Date();
    await using stack = await createTestStack({
      sandbox: { world: createDemoWorld({ seed: 5 }), now: () => now },
      environment: { SYNC_CRON: "15 6 * * *" },
    });
    await stack.addRep("Anna", "anna.devries@zonnewende.example");
    await stack.addRep("Pieter", "pieter.kuipers@zonnewende.example", { archived: true });
    stack.sandbox.faults.next("odd_item");
    const result = await stack.sync({ hours: 720 });
    const overview = await (await stack.caller("viewer")).overview.get();

    const { ledger } = overview;
    expect(ledger.recordings).toBe(ledger.imported + ledger.skipped + ledger.errors);
    expect(ledger).toMatchObject({
      recordings: await stack.deps.db.prisma.recording.count(),
      imported: await stack.deps.db.prisma.call.count(),
      errors: result.errors,
      skipped: result.skipped,
    });
    expect(ledger.errors).toBeGreaterThan(0);
    expect(ledger.skippedByReason.rep_archived).toBeGreaterThan(0);
    expect(Object.values(ledger.skippedByReason).reduce((sum, count) => sum + count, 0)).toBe(ledger.skipped);
    expect(overview).toMatchObject({
      connection: { status: "connected", source: "environment", lastError: null },
      jobs: "embedded",
      schedule: "15 6 * * *",
      lastSuccessAt: result.finishedAt,
      activeRunId: null,
      reps: 1,
      sandbox: true,
    });
    expect(overview.nextSyncAt?.toISOString()).toMatch(/T06:15:00\.000Z$/);
    expect(overview.nextSyncAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it("shows the run that is under way, and an installation that has done nothing yet", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    const caller = await stack.caller();
    expect(await caller.overview.get()).toMatchObject({
      connection: { status: "not_configured", source: null, lastTested: null },
      ledger: { recordings: 0, imported: 0, skipped: 0, errors: 0 },
      lastSuccessAt: null,
      activeRunId: null,
      reps: 0,
    });
    stack.deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(stack.deps, { trigger: "manual" });
    expect((await caller.overview.get()).activeRunId).toBe(runId);
  });

  it("says in the user's language what is wrong with the connection", async () => {
    await using stack = await createTestStack();
    stack.sandbox.faults.always("revoked_key");
    await stack.sync({ hours: 24 });
    const overview = await (await stack.caller("viewer", "en")).overview.get();
    expect(overview.connection).toMatchObject({ status: "error" });
    expect(overview.connection.lastError).toContain("Fathom refuses the API key");
  });
});
