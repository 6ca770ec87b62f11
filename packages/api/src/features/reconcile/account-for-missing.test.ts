import { describe, expect, it } from "vitest";
import { stackWithDays } from "@koppeling/testing/stack-with-days";
import { retryErrors } from "../rematch/retry-errors";
import { checkConsistency } from "../health/check-consistency";
import { finishSync } from "../sync/finish-sync";
import { importPages } from "../sync/import-pages";
import { takeRun } from "@koppeling/testing/take-run";
import { nextWalk, reconcilePlan } from "./next-walk";
import { requestReconcile } from "./request-reconcile";
import { runReconcile } from "./run-reconcile";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date("2026-11-20T10:00:00Z");

describe("what a reconcile asked for and did not get", () => {
  it("is an error of the run and of the ledger, and is asked for again", async () => {
    await using stack = await stackWithDays(2, now, [ANNA]);
    await stack.sync({ hours: 720 });
    // Fathom's filter takes an address as it is, and this one is not the same once its spaces are off.
    const odd = [1, 2].map((hours) =>
      stack.sandbox.addCall({
        recordedBy: { ...ANNA, email: ` ${ANNA.email}` },
        createdAt: new Date(now.getTime() - hours * 3_600_000),
      }),
    );
    const ids = odd.map((call) => call.recordingId);
    const ledger = () =>
      stack.deps.db.prisma.recording.findMany({
        where: { recordingId: { in: ids } },
        select: { decision: true, reason: true, recorderEmail: true, fathomCreatedAt: true, attempts: true },
        orderBy: { fathomCreatedAt: "desc" },
      });

    const { result, difference } = await runReconcile(stack.deps);

    expect(difference).toMatchObject({ inFathom: 6, missing: 2, fetched: 0 });
    expect(result).toMatchObject({ status: "partial", processed: 6, imported: 0, errors: 2 });
    expect(result.imported + result.updated + result.skipped + result.errors).toBe(6);
    const caller = await stack.caller();
    const { items } = await caller.sync.decisions({ runId: result.runId, outcome: "error" });
    expect(items.map(({ recordingId, reason }) => [BigInt(recordingId), reason]).sort()).toEqual(
      ids.map((id) => [id, "not_fetched"]).sort(),
    );
    expect(await ledger()).toEqual(
      [1, 2].map((hours) => ({
        decision: "error",
        reason: "not_fetched",
        recorderEmail: ANNA.email,
        fathomCreatedAt: new Date(now.getTime() - hours * 3_600_000),
        attempts: 0,
      })),
    );
    const { groups } = await caller.skipped.list();
    expect(groups).toMatchObject([
      { recorderEmail: ANNA.email, reason: "not_fetched", count: 2 },
      { reason: "no_matching_rep", count: 2 },
    ]);
    expect(await checkConsistency(stack.deps)).toEqual([]);

    const again = await runReconcile(stack.deps);
    expect(again.result).toMatchObject({ status: "partial", processed: 6, errors: 2 });

    await stack.deps.db.pool.query("UPDATE recordings SET changed_at = now() - interval '1 hour'");
    await retryErrors(stack.deps);
    await (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();
    expect(await ledger()).toMatchObject(
      odd.map(() => ({ decision: "imported", reason: null, attempts: 1 })),
    );
    expect((await runReconcile(stack.deps)).result).toMatchObject({ status: "succeeded", errors: 0 });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("is accounted for once, and is neither what came another way nor what came and is skipped now", async () => {
    await using stack = await stackWithDays(3, now, [ANNA]);
    await stack.sync({ hours: 720 });
    const ofAnna = stack.sandbox.world.list(now).filter((call) => call.recordedBy.email === ANNA.email);
    const [gone, here, skipped] = ofAnna.map((call) => call.recordingId);
    if (!gone || !here || !skipped) throw new Error("there are no calls");
    await stack.deps.db.pool.query("DELETE FROM calls WHERE recording_id = $1", [gone]);
    await stack.deps.db.pool.query("DELETE FROM calls WHERE recording_id = ANY($1::bigint[])", [
      [here, skipped],
    ]);
    await stack.deps.db.pool.query("DELETE FROM recordings WHERE recording_id = ANY($1::bigint[])", [
      [here, skipped],
    ]);

    const { send } = stack.deps.jobs;
    stack.deps.jobs.send = async () => undefined;
    const { runId } = await requestReconcile(stack.deps, { trigger: "schedule" });
    stack.deps.jobs.send = send;
    const lease = await takeRun(stack.deps, runId);
    await importPages(stack.deps, lease, 0, { reconcile: reconcilePlan });
    expect(await nextWalk(stack.deps, lease)).toBe(true);
    stack.sandbox.removeCall(gone);
    stack.sandbox.removeCall(here);
    const { rows: reps } = await stack.deps.db.pool.query<{ id: string }>(
      "UPDATE sales_reps SET archived_at = now() WHERE email = $1 RETURNING id",
      [ANNA.email],
    );
    await stack.deps.db.pool.query(
      `WITH ledger AS (
         INSERT INTO recordings (recording_id, decision, sales_rep_id, content_hash) VALUES ($1, 'imported', $2, 'x')
       )
       INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, recorder_email, started_at, details_hash, observed_at)
       VALUES ($1, $2, 'email', 'Langs een andere weg', $3, now(), 'x', now())`,
      [here, reps[0]?.id, ANNA.email],
    );
    await importPages(stack.deps, lease, 0, { reconcile: reconcilePlan });
    expect(await nextWalk(stack.deps, lease)).toBe(false);
    expect(await nextWalk(stack.deps, lease)).toBe(false);
    expect(await nextWalk(stack.deps, { ...lease, leaseToken: crypto.randomUUID() })).toBe(false);
    expect(await finishSync(stack.deps, lease, null)).toBe(true);

    const caller = await stack.caller();
    expect(await caller.sync.status({ runId })).toMatchObject({ status: "partial", processed: 6, errors: 1 });
    const { items } = await caller.sync.decisions({ runId, limit: 100 });
    const told = new Map(items.map(({ recordingId, outcome, reason }) => [recordingId, [outcome, reason]]));
    expect([gone, here, skipped].map((id) => told.get(id.toString()))).toEqual([
      ["error", "not_fetched"],
      ["skipped", "unchanged"],
      ["skipped", "rep_archived"],
    ]);
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });
});
