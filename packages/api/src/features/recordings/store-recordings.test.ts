import { randomUUID } from "node:crypto";
import { type MeetingItem } from "@koppeling/fathom/client";
import { createWorld } from "@koppeling/sandbox/create-world";
import { createRandom } from "@koppeling/sandbox/random";
import { type FathomRecording } from "@koppeling/fathom/schemas";
import fc from "fast-check";
import { type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { waitForLock } from "@koppeling/testing/wait-for-lock";
import { SYSTEM } from "../../context";
import { linkCall } from "./link-call";
import { decodeTranscript } from "./transcript-lines";
import { classifyFailure } from "../connections/classify-failure";
import { loadMatching } from "../matching/load-matching";
import { takeRun } from "@koppeling/testing/take-run";
import { type WalkState } from "../runs/record-page.sql";
import { type Lease } from "../runs/run-transitions";
import { decideItems } from "./decide-items";
import { type Matching } from "../matching/decide-recording";
import { prepareRecordings } from "./prepare-recording";
import { loadStored, storePage, storeRecordings, storeRecordingsAlone } from "./store-recordings";

const WALK: WalkState = { cursor: null, complete: false, loopCursor: null, loopPage: 1, emptyPages: 0 };
/** No recording is a call yet. */
const NEW = new Map();
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20) + seconds * 1_000);

let stack: TestStack;
let matching: Matching;
beforeAll(async () => {
  stack = await createTestStack();
  await stack.addRep("Anna", "anna@z.example");
  // Several runs at once are what these tests are about; an installation has one, and would have webhooks beside it.
  await stack.deps.db.pool.query("DROP INDEX one_active_run");
  matching = await loadMatching(stack.deps, { teamFilter: [], matchDomains: [] });
});
afterAll(() => stack[Symbol.asyncDispose]());

type Run = Lease & { page: number };
async function startRun(): Promise<Run> {
  const { rows } = await stack.deps.db.pool.query<{ id: string }>(
    "INSERT INTO sync_runs (kind, trigger, window_from, window_to) VALUES ('window', 'cli', now(), now()) RETURNING id",
  );
  const runId = rows[0]?.id ?? "";
  return { ...(await takeRun(stack.deps, runId)), page: 0 };
}

const line = (text: string, seconds = 0) => ({ speaker: "Anna", email: null, text, seconds });
function item(recordingId: bigint, patch: Partial<FathomRecording> = {}): MeetingItem {
  const recording: FathomRecording = {
    recordingId,
    title: "Kennismaking",
    meetingTitle: null,
    url: null,
    shareUrl: null,
    createdAt: at(0),
    startedAt: at(0),
    endedAt: at(60),
    scheduledStartAt: null,
    scheduledEndAt: null,
    isExternal: true,
    language: "nl",
    recorder: { name: "Anna", email: "anna@z.example", team: null },
    invitees: [],
    summary: null,
    actionItems: null,
    transcript: null,
    ...patch,
  };
  return { ok: true, recording };
}

/** Stores items as the next page of a run. */
async function store(run: Run, items: MeetingItem[], observedAt = at(0)) {
  const position = { ...run, next: WALK, observedAt };
  const counters = await storePage(
    stack.deps,
    await decideItems(stack.deps, items, matching),
    position,
    WALK,
  );
  if (counters) run.page = counters.page;
  return counters;
}
const callOf = (recordingId: bigint) =>
  stack.deps.db.prisma.call.findUniqueOrThrow({ where: { recordingId }, include: { transcript: true } });
const ledgerOf = (recordingId: bigint) =>
  stack.deps.db.prisma.recording.findUniqueOrThrow({ where: { recordingId } });

/** By decision: how many the ledger holds. */
async function ledgerCounts() {
  const { rows } = await stack.deps.db.pool.query<{ decision: string; count: number }>(
    "SELECT decision, sum(count)::int AS count FROM ledger_counts GROUP BY 1 HAVING sum(count) > 0 ORDER BY 1",
  );
  return rows;
}

let lastId = 1_000n;
const newIds = (count: number) => Array.from({ length: count }, () => (lastId += 1n));
const newId = () => (lastId += 1n);

describe("a page", () => {
  it("is stored once, however often it comes", async () => {
    const ids = newIds(3);
    const run = await startRun();
    const page = prepareRecordings(
      ids.map((id) => item(id)),
      matching,
      NEW,
    );
    const position = { ...run, next: { ...WALK, cursor: "next" }, observedAt: at(0) };
    expect(await storeRecordings(stack.deps, page, position)).toMatchObject({
      page: 1,
      processed: 3,
      imported: 3,
    });
    expect(await storeRecordings(stack.deps, page, position)).toBeNull();
    expect(await stack.deps.db.prisma.syncRun.findUnique({ where: { id: run.runId } })).toMatchObject({
      page: 1,
      processed: 3,
      imported: 3,
      cursor: "next",
    });
  });

  it("is stored by the holder of the lease alone, and while the run goes on", async () => {
    const id = newId();
    const run = await startRun();
    expect(await store({ ...run, leaseToken: randomUUID() }, [item(id)])).toBeNull();
    expect(await store({ ...run, page: 7 }, [item(id)])).toBeNull();
    await stack.deps.db.pool.query("UPDATE sync_runs SET status = 'cancelled' WHERE id = $1", [run.runId]);
    expect(await store(run, [item(id)])).toBeNull();
    expect(await stack.deps.db.prisma.recording.count({ where: { recordingId: id } })).toBe(0);
  });

  it("with nothing on it moves the walk", async () => {
    const run = await startRun();
    expect(await store(run, [])).toMatchObject({ page: 1, processed: 0 });
  });

  it("that holds a recording twice counts it once, and the readable one", async () => {
    const [twice, mended] = [newId(), newId()];
    const run = await startRun();
    const unreadable: MeetingItem = { ok: false, recordingId: mended, issue: "x: unreadable", raw: { x: 1 } };
    const counters = await store(run, [item(twice), unreadable, item(twice), item(mended), unreadable]);
    expect(counters).toMatchObject({ processed: 2, imported: 2, errors: 0 });
    expect(await ledgerOf(mended)).toMatchObject({ decision: "imported", raw: null, errorMessage: null });
  });

  it("that cannot be read any more leaves the call that was read before, and its ledger says why", async () => {
    const id = newId();
    const unreadable: MeetingItem = {
      ok: false,
      recordingId: id,
      issue: "recorded_by: unreadable",
      raw: { x: 1 },
    };
    await store(await startRun(), [item(id)]);
    const before = await ledgerOf(id);
    const counts = await ledgerCounts();
    await stack.deps.db.pool.query(
      "UPDATE recordings SET attempts = 8, next_attempt_at = now() WHERE recording_id = $1",
      [id],
    );

    expect(await store(await startRun(), [unreadable], at(9))).toMatchObject({ processed: 1, errors: 1 });
    const faulty = {
      decision: "imported",
      reason: "unreadable",
      raw: { item: { other_fields: 1 } },
      errorMessage: "recorded_by: unreadable",
      contentHash: before.contentHash,
      salesRepId: before.salesRepId,
      fathomCreatedAt: before.fathomCreatedAt,
      attempts: 0,
      nextAttemptAt: null,
    };
    expect(await ledgerOf(id)).toMatchObject(faulty);
    expect(await ledgerCounts()).toEqual(counts);
    expect((await callOf(id)).title).toBe("Kennismaking");

    await stack.deps.db.pool.query("UPDATE recordings SET attempts = 3 WHERE recording_id = $1", [id]);
    await store(await startRun(), [{ ...unreadable, raw: { x: 1, y: 2 } }], at(10));
    expect(await ledgerOf(id)).toMatchObject({ ...faulty, raw: { item: { other_fields: 2 } }, attempts: 3 });

    // The same version as the stored one, of which only the id comes; and then one that is new.
    const sound = { ...faulty, reason: null, raw: null, errorMessage: null, attempts: 3 };
    expect(await store(await startRun(), [item(id)], at(11))).toMatchObject({ skipped: 1, updated: 0 });
    expect(await ledgerOf(id)).toMatchObject(sound);
    await store(await startRun(), [unreadable], at(12));
    expect(await store(await startRun(), [item(id, { title: "Anders" })], at(13))).toMatchObject({
      updated: 1,
    });
    const { contentHash } = await ledgerOf(id);
    expect(contentHash).not.toBe(before.contentHash);
    expect(await ledgerOf(id)).toMatchObject({ ...sound, contentHash, attempts: 0 });
  });

  it("that cannot be read any more is asked for again by the date that was known, from its first attempt", async () => {
    const id = newId();
    const stranger = { name: "Iemand", email: "iemand@elders.example", team: null };
    await store(await startRun(), [item(id, { recorder: stranger })]);
    const known = await ledgerOf(id);
    expect(known).toMatchObject({ decision: "skipped", recordedAt: at(0), fathomCreatedAt: at(0) });
    await stack.deps.db.pool.query("UPDATE recordings SET attempts = 8 WHERE recording_id = $1", [id]);

    const unreadable: MeetingItem = { ok: false, recordingId: id, issue: "x: unreadable", raw: { x: 1 } };
    await store(await startRun(), [unreadable], at(1));
    const { recordedAt, fathomCreatedAt } = known;
    expect(await ledgerOf(id)).toMatchObject({ decision: "error", attempts: 0, recordedAt, fathomCreatedAt });
    await stack.deps.db.pool.query("UPDATE recordings SET attempts = 3 WHERE recording_id = $1", [id]);
    await store(await startRun(), [{ ...unreadable, raw: { created_at: at(5).toISOString() } }], at(2));
    expect(await ledgerOf(id)).toMatchObject({ attempts: 3, recordedAt, fathomCreatedAt: at(5) });
  });

  it("that leaves the ledger as it is writes nothing there", async () => {
    const id = newId();
    const version = async () => {
      const { rows } = await stack.deps.db.pool.query<{ xmin: string }>(
        "SELECT xmin FROM recordings WHERE recording_id = $1",
        [id],
      );
      return rows[0]?.xmin;
    };
    await store(await startRun(), [item(id)]);
    const imported = await version();
    await store(await startRun(), [item(id)], at(1));
    await store(await startRun(), [item(id, { transcript: [line("Hoi")] })], at(2));
    expect(await version()).toBe(imported);
    const unreadable: MeetingItem = { ok: false, recordingId: id, issue: "x: unreadable", raw: { x: 1 } };
    await store(await startRun(), [unreadable], at(3));
    const faulty = await version();
    await store(await startRun(), [unreadable], at(4));
    expect(await version()).toBe(faulty);
    expect(faulty).not.toBe(imported);
  });
});

describe("a value that PostgreSQL refuses", () => {
  it("costs its own recording and no other, and says why", async () => {
    const ids = newIds(5);
    const run = await startRun();
    const rows = prepareRecordings(
      ids.map((id) => item(id, { transcript: [line("Hoi")] })),
      matching,
      NEW,
    );
    const odd = rows[2];
    if (!odd?.call) throw new Error("there is no call");
    odd.call.details.duration_seconds = 3_000_000_000;
    const next = { ...WALK, cursor: "next" };
    const counters = await storePage(stack.deps, rows, { ...run, next, observedAt: at(0) }, WALK);
    expect(counters).toMatchObject({ processed: 5, imported: 4, errors: 1 });
    expect(await stack.deps.db.prisma.syncRun.findUnique({ where: { id: run.runId } })).toMatchObject({
      cursor: "next",
      processed: 5,
    });
    const refused = await ledgerOf(ids[2] ?? 0n);
    expect(refused).toMatchObject({
      decision: "error",
      reason: "not_stored",
      recorderEmail: "anna@z.example",
    });
    expect(refused.errorMessage).toContain("out of range");
    expect(await stack.deps.db.prisma.call.count({ where: { recordingId: { in: ids } } })).toBe(4);
  });

  it("costs no more when it is one of the ledger's own", async () => {
    const ids = newIds(3);
    const run = await startRun();
    const rows = prepareRecordings(
      ids.map((id) => item(id)),
      matching,
      NEW,
    );
    const odd = rows[1];
    if (!odd) throw new Error("there is no row");
    odd.ledger.recorder_name = "An\0na";
    expect(await storePage(stack.deps, rows, { ...run, next: WALK, observedAt: at(0) }, WALK)).toMatchObject({
      processed: 3,
      imported: 2,
      errors: 1,
    });
    expect(await ledgerOf(ids[1] ?? 0n)).toMatchObject({ decision: "error", reason: "not_stored" });
  });

  it("is stored after all when it comes mended", async () => {
    const id = newId();
    const run = await startRun();
    const rows = prepareRecordings([item(id)], matching, NEW);
    if (rows[0]?.call) rows[0].call.details.duration_seconds = 3_000_000_000;
    await storePage(stack.deps, rows, { ...run, next: WALK, observedAt: at(0) }, WALK);
    expect(await store(await startRun(), [item(id)], at(9))).toMatchObject({ imported: 1, errors: 0 });
    expect(await ledgerOf(id)).toMatchObject({ decision: "imported", reason: null, errorMessage: null });
  });
});

describe("odd and large content", () => {
  it("survives as text that PostgreSQL can hold: NUL cut out, half characters replaced", async () => {
    const now = new Date();
    await using odd = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    });
    await odd.addRep("Anna", "anna@z.example");
    const made = odd.sandbox.addCall({
      recordedBy: { email: "anna@z.example", name: "An\0na \udc00" },
      title: "Nul\0 en \ud800 los, e\u0301 en \u{1f600}",
      transcript: [{ speaker: "\0", email: null, text: "a\0b\ud800c \u{1f600}", seconds: 1 }],
      summary: { template: null, markdown: "## \0Kop\udfff" },
      invitees: [{ name: "\ud800", email: null, isExternal: true }],
    });
    expect(await odd.sync({ hours: 24 })).toMatchObject({ status: "succeeded", imported: 1, errors: 0 });
    const { prisma } = odd.deps.db;
    const { id } = await prisma.call.findUniqueOrThrow({ where: { recordingId: made.recordingId } });
    expect(await (await odd.caller()).calls.byId({ id })).toMatchObject({
      title: "Nul en \ufffd los, \u00e9 en \u{1f600}",
      recorderName: "Anna \ufffd",
      summary: "## Kop\ufffd",
      transcript: [{ speaker: "", text: "ab\ufffdc \u{1f600}", seconds: 1 }],
      invitees: [{ name: "\ufffd", email: null, isExternal: true }],
    });
    expect((await odd.sync({ hours: 24 })).skippedByReason.unchanged).toBe(1);
  });

  it("holds a transcript of ten megabytes, beside a short one on the same page", async () => {
    const [long, short] = [newId(), newId()];
    const transcript = Array.from({ length: 100_000 }, (_, index) =>
      line(`${index} ${"woord ".repeat(16)}`, index),
    );
    const run = await startRun();
    expect(
      await store(run, [item(long, { transcript }), item(short, { transcript: [line("Hoi")] })]),
    ).toMatchObject({
      imported: 2,
      errors: 0,
    });
    const stored = decodeTranscript((await callOf(long)).transcript?.lines);
    expect(stored).toHaveLength(transcript.length);
    expect(stored.at(-1)).toEqual(transcript.at(-1));
    expect(decodeTranscript((await callOf(short)).transcript?.lines)).toEqual([line("Hoi")]);
  });

  it("keeps every transcript of a page as it was, whatever is in it", async () => {
    const texts = ['Zin\nna zin\r\n\ten "meer"', "\u2028 {}[],\\n é 😀", "", "'; -- $1"];
    const ids = newIds(texts.length);
    const items = ids.map((id, index) => item(id, { transcript: [line(texts[index] ?? "")] }));
    expect(await store(await startRun(), items)).toMatchObject({ imported: texts.length, errors: 0 });
    for (const [index, id] of ids.entries())
      expect(decodeTranscript((await callOf(id)).transcript?.lines)).toEqual([line(texts[index] ?? "")]);
  });
});

describe("a sales rep who was deleted since it was decided on", () => {
  it("makes no error of the recording: the page is refused, to be decided anew", async () => {
    const id = newId();
    await stack.addRep("Weg", "weg@z.example");
    const before = await loadMatching(stack.deps, { teamFilter: [], matchDomains: [] });
    const rows = prepareRecordings(
      [item(id, { recorder: { name: "Weg", email: "weg@z.example", team: null } })],
      before,
      NEW,
    );
    await stack.deps.db.prisma.salesRep.delete({ where: { email: "weg@z.example" } });
    const run = await startRun();
    const storing = storePage(stack.deps, rows, { ...run, next: WALK, observedAt: at(0) }, WALK);
    const error: unknown = await storing.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "23503" });
    expect(classifyFailure(error)).toMatchObject({ action: "retry" });
    expect(await stack.deps.db.prisma.recording.count({ where: { recordingId: id } })).toBe(0);
  });
});

describe("what is stored already", () => {
  it("is known by the same hash in every version of ours, so that an update changes no call", () => {
    const [row] = prepareRecordings(
      [item(1n, { summary: { markdown: "Kort", template: null } })],
      matching,
      NEW,
    );
    expect(row?.call?.content).toMatchObject({
      details_hash: "6FfaT5Reo07cXSOwYoM5uw",
      summary_hash: "9YvQT8r1M0AKOKHk0mj8GM",
    });
  });

  it("is looked up by its index, also with a plan that was made while there were no calls", async () => {
    await using empty = await createTestStack();
    const { pool } = empty.deps.db;
    const rows = prepareRecordings(
      newIds(10).map((id) => item(id)),
      matching,
      NEW,
    );
    // From the sixth time on, PostgreSQL may keep one plan for all.
    for (let time = 0; time < 10; time++) await loadStored(empty.deps, rows);
    await pool.query("SELECT pg_stat_force_next_flush()");
    const { rows: scans } = await pool.query(
      "SELECT seq_scan::int AS whole, idx_scan::int AS by_index FROM pg_stat_user_tables WHERE relname = 'calls'",
    );
    expect(scans).toEqual([{ whole: 0, by_index: 100 }]);
  });
});

describe("versions of a call", () => {
  it("an older one never beats a newer", async () => {
    const id = newId();
    const newer = {
      title: "Nieuw",
      transcript: [line("nieuw")],
      summary: { markdown: "nieuw", template: null },
    };
    const older = { title: "Oud", transcript: [line("oud")], summary: { markdown: "oud", template: null } };
    await store(await startRun(), [item(id, newer)], at(20));
    const late = await startRun();
    expect(await store(late, [item(id, older)], at(10))).toMatchObject({
      updated: 0,
      skipped: 1,
      skippedByReason: { unchanged: 1 },
    });
    const call = await callOf(id);
    expect(call).toMatchObject({ title: "Nieuw", summary: "nieuw", observedAt: at(20) });
    expect(decodeTranscript(call.transcript?.lines)).toEqual([line("nieuw")]);
  });

  it("of a call that a person linked leave it under that rep, in the ledger too", async () => {
    const id = newId();
    const run = await startRun();
    await store(run, [item(id)], at(10));
    const chosen = await stack.addRep("Zus", `zus${id}@z.example`);
    await linkCall(stack.deps, { callId: (await callOf(id)).id, salesRepId: chosen }, SYSTEM);
    await store(await startRun(), [item(id, { title: "Nieuw" })], at(20));
    expect(await callOf(id)).toMatchObject({ title: "Nieuw", salesRepId: chosen });
    expect(await ledgerOf(id)).toMatchObject({ decision: "imported", salesRepId: chosen });
  });

  const part = fc.boolean();
  const observations = fc
    .array(fc.record({ transcript: part, summary: part, actionItems: part }), { minLength: 1, maxLength: 6 })
    .chain((parts) =>
      fc.shuffledSubarray(
        parts.map((filled, version) => ({ ...filled, version })),
        { minLength: parts.length },
      ),
    );

  it("in any order: the newest content wins, and what is filled is never emptied", async () => {
    const run = await startRun();
    await fc.assert(
      fc.asyncProperty(observations, async (arrivals) => {
        const id = newId();
        const filled = new Set<string>();
        for (const { version, transcript, summary, actionItems } of arrivals) {
          const action = { completed: false, userGenerated: false, timestamp: null, playbackUrl: null };
          const seen = item(id, {
            title: `Versie ${version}`,
            transcript: transcript ? [line(`Versie ${version}`)] : null,
            summary: summary ? { markdown: `Versie ${version}`, template: null } : null,
            actionItems: actionItems
              ? [{ ...action, description: `Versie ${version}`, assigneeName: null, assigneeEmail: null }]
              : null,
          });
          expect(await store(run, [seen], at(version))).not.toBeNull();
          const call = await callOf(id);
          const stored = {
            transcript: call.transcript && decodeTranscript(call.transcript.lines)[0]?.text,
            summary: call.summary,
            actionItems: (call.actionItems as { description: string }[] | null)?.[0]?.description ?? null,
          };
          for (const [name, text] of Object.entries(stored)) {
            if (text !== null) filled.add(name);
            expect([name, text !== null]).toEqual([name, filled.has(name)]);
          }
          expect(call.hasTranscript).toBe(call.transcript !== null);
          // An older version that fills a gap in the call is still the older one in the ledger.
          expect(await ledgerOf(id)).toMatchObject({
            contentHash: call.detailsHash,
            salesRepId: call.salesRepId,
          });

          const newest = arrivals
            .slice(0, arrivals.findIndex((arrival) => arrival.version === version) + 1)
            .reduce((left, right) => (right.version > left.version ? right : left));
          const newestText = `Versie ${newest.version}`;
          expect(call.title).toBe(newestText);
          if (newest.transcript) expect(stored.transcript).toBe(newestText);
          if (newest.summary) expect(stored.summary).toBe(newestText);
          if (newest.actionItems) expect(stored.actionItems).toBe(newestText);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("whose content comes while another writer stores it without, is awaited no longer", async () => {
    const id = newId();
    const full = item(id, { transcript: [line("Hoi")], summary: { markdown: "Kort", template: null } });
    const client = await stack.deps.db.pool.connect();
    try {
      await client.query("BEGIN");
      const slow = { ...stack.deps, db: { ...stack.deps.db, pool: client as unknown as Pool } };
      await storeRecordingsAlone(slow, prepareRecordings([item(id)], matching, NEW), at(0));
      const storing = storeRecordingsAlone(stack.deps, prepareRecordings([full], matching, NEW), at(1));
      await waitForLock(stack);
      await client.query("COMMIT");
      expect(await storing).toMatchObject([{ outcome: "updated" }]);
    } finally {
      client.release();
    }
    const content = await stack.deps.db.prisma.callContent.findUnique({ where: { recordingId: id } });
    expect(content).toMatchObject({ state: "complete", nextAt: null });
  });

  it("that can be read again while somebody undoes it, leaves the ledger as the undo left it", async () => {
    const id = newId();
    const unreadable: MeetingItem = { ok: false, recordingId: id, issue: "x: unreadable", raw: { x: 1 } };
    await store(await startRun(), [item(id)]);
    await store(await startRun(), [unreadable], at(1));
    const undo = await stack.deps.db.pool.connect();
    try {
      await undo.query("BEGIN");
      await undo.query("DELETE FROM calls WHERE recording_id = $1", [id]);
      await undo.query(
        `UPDATE recordings SET decision = 'skipped', reason = 'no_matching_rep', sales_rep_id = NULL, content_hash = NULL,
           raw = NULL, error_message = NULL WHERE recording_id = $1`,
        [id],
      );
      const storing = storeRecordingsAlone(stack.deps, prepareRecordings([item(id)], matching, NEW), at(2));
      await waitForLock(stack);
      await undo.query("COMMIT");
      await storing;
    } finally {
      undo.release();
    }
    expect(await ledgerOf(id)).toMatchObject({
      decision: "skipped",
      reason: "no_matching_rep",
      recorderEmail: "anna@z.example",
    });
  });

  it("that is stored only because it is a call, does not come back by it while somebody undoes it", async () => {
    const id = newId();
    await store(await startRun(), [item(id)]);
    const nobody = item(id, { title: "Nieuw", recorder: { name: null, email: "x@z.example", team: null } });
    const rows = await decideItems(stack.deps, [nobody], matching);
    expect(rows).toMatchObject([
      { ledger: { decision: "imported" }, call: { content: { ruled_out: true } } },
    ]);
    const undo = await stack.deps.db.pool.connect();
    try {
      await undo.query("BEGIN");
      await undo.query("DELETE FROM calls WHERE recording_id = $1", [id]);
      await undo.query(
        "UPDATE recordings SET decision = 'skipped', reason = 'no_matching_rep', sales_rep_id = NULL WHERE recording_id = $1",
        [id],
      );
      const storing = storeRecordingsAlone(stack.deps, rows, at(2));
      await waitForLock(stack);
      await undo.query("COMMIT");
      expect(await storing).toMatchObject([{ outcome: "skipped", reason: "no_matching_rep" }]);
    } finally {
      undo.release();
    }
    expect(await stack.deps.db.prisma.call.count({ where: { recordingId: id } })).toBe(0);
    expect(await ledgerOf(id)).toMatchObject({ decision: "skipped", recorderEmail: "anna@z.example" });
  });

  it("sixteen writers at once leave one row each, the newest, and none is turned away", async () => {
    const WRITERS = 16;
    const ids = newIds(20);
    const runs: Run[] = [];
    for (let index = 0; index < WRITERS; index++) runs.push(await startRun());
    const random = createRandom("sixteen writers");
    for (let round = 0; round < 3; round++) {
      const versions = random.shuffle(runs.map((run, index) => ({ run, version: round * WRITERS + index })));
      const stored = await Promise.all(
        versions.map(({ run, version }) => {
          const text = `Versie ${version}`;
          const items = ids.map((id) =>
            item(id, {
              title: text,
              transcript: [line(text)],
              summary: { markdown: text, template: null },
            }),
          );
          return store(run, random.shuffle(items), at(version));
        }),
      );
      for (const counters of stored)
        expect(counters).toMatchObject({ page: round + 1, processed: ids.length });
      const imported = stored.reduce((sum, counters) => sum + (counters?.imported ?? 0), 0);
      // Counters are those of the whole run.
      expect(imported).toBe(ids.length);
      const newest = `Versie ${(round + 1) * WRITERS - 1}`;
      for (const id of ids) {
        const call = await callOf(id);
        expect(call).toMatchObject({ title: newest, summary: newest });
        expect(decodeTranscript(call.transcript?.lines)).toEqual([line(newest)]);
      }
    }
    expect(await stack.deps.db.prisma.call.count({ where: { recordingId: { in: ids } } })).toBe(ids.length);
  });
});
