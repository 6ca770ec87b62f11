import { checkHealth } from "@koppeling/api/features/health/check-health";
import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { describe, expect, it } from "vitest";
import { checkDatabaseTls, checkSyncing } from "./doctor-checks";

const now = new Date("2026-11-20T10:10:00Z");

describe("the last sync of doctor", () => {
  it.each([
    ["daily", "0 6 * * *", 26 * 60, true],
    ["daily", "0 6 * * *", 100 * 60, false],
    ["every five minutes", "*/5 * * * *", 9, true],
    ["every five minutes", "*/5 * * * *", 40, false],
  ])(
    "goes by the schedule, as the health page does: %s (%s) after %d minutes",
    async (_name, cron, minutes, ok) => {
      await using stack = await createTestStack({
        sandbox: { world: createWorld({ recordings: [] }), now: () => now },
        clock: { now: () => now, sleep: async () => undefined },
        environment: { SYNC_CRON: cron },
      });
      await stack.sync({ hours: 24 });
      await stack.deps.db.pool.query("UPDATE sync_runs SET finished_at = $1", [
        new Date(now.getTime() - minutes * 60_000),
      ]);
      const { verdict, detail } = await checkSyncing(stack.deps);
      expect(verdict).toBe(ok ? "ok" : "wrong");
      expect(detail).toContain(`${minutes} minutes ago.`);
      expect(detail.includes("Is the dashboard, or Inngest, running?")).toBe(!ok);
      const { checks } = await checkHealth(stack.deps);
      expect(checks.find(({ name }) => name === "last_sync")?.ok).toBe(ok);
    },
  );

  it("says how to start a first one, and asks for none without a key", async () => {
    await using stack = await createTestStack();
    expect(await checkSyncing(stack.deps)).toMatchObject({
      verdict: "wrong",
      detail: "No sync has succeeded yet. Run: npm run koppeling -- sync",
    });
    stack.deps.config.fathomApiKey = null;
    expect(await checkSyncing(stack.deps)).toMatchObject({ verdict: "ok" });
  });
});

describe("the encryption of the database in doctor", () => {
  it.each([
    ["sslmode=require", "warning"],
    ["sslmode=verify-full", undefined],
    ["sslmode=disable", undefined],
    ["", undefined],
  ])("warns of a way that is encrypted and proves nothing: ?%s", (parameters, verdict) => {
    expect(checkDatabaseTls(`postgresql://u:p@db.example/x?${parameters}`)?.verdict).toBe(verdict);
  });
});
