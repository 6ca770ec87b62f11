import { setImmediate } from "node:timers/promises";
import { type MeetingItem } from "@koppeling/fathom/client";
import { type Deps } from "@koppeling/api/deps";
import { loadMatching } from "@koppeling/api/features/matching/load-matching";
import { takeRun } from "@koppeling/testing/take-run";
import { prepareRecordings, type RecordingRow } from "@koppeling/api/features/recordings/prepare-recording";
import { storePage } from "@koppeling/api/features/recordings/store-recordings";
import { type WalkState } from "@koppeling/api/features/runs/record-page.sql";
import { createBenchDatabase } from "./bench-database";
import { copyIn, copyOut } from "./copy-tables";
import { createItems } from "./create-items";
import { originalLoop } from "./original-loop";
import { median, printTable, since } from "./report";

/** How many recordings a page of Fathom's holds, and how many a bulk load stores at once. */
const PAGE = 10;
const BATCH = 500;
const FAST_TURNS = 3;
const WALK: WalkState = { cursor: null, complete: false, loopCursor: null, loopPage: 1, emptyPages: 0 };

/**
 * The same recordings, written in four ways into empty tables of their own: one by one as the original did, by our
 * writer in pages and in batches, and by COPY, which is as fast as these tables can be filled.
 */
export async function measureWriter(
  adminUrl: string,
  options: { recordings: number; rounds: number },
): Promise<void> {
  const items = createItems(options.recordings);
  const seconds = {
    loop: [] as number[],
    pages: [] as number[],
    batches: [] as number[],
    copy: [] as number[],
  };
  for (let round = 0; round < options.rounds; round++) {
    seconds.loop.push(await timed(adminUrl, (deps) => originalLoop(deps, items)));
    // The fast ways take seconds, in which a busy neighbour tells: they are measured more often.
    for (let turn = 0; turn < FAST_TURNS; turn++) {
      seconds.pages.push(await timed(adminUrl, (deps) => writePages(deps, items)));
      let copies = new Map<string, Buffer>();
      const keep = async (deps: Deps) => {
        copies = await copyOut(deps);
      };
      seconds.batches.push(await timed(adminUrl, (deps) => writeBatches(deps, items), keep));
      seconds.copy.push(await timed(adminUrl, (deps) => copyIn(deps, copies), undefined, true));
    }
  }
  const [loop, pages, batches, copy] = [
    median(seconds.loop),
    median(seconds.pages),
    median(seconds.batches),
    median(seconds.copy),
  ];
  const row = (name: string, time: number) => [
    name,
    `${time.toFixed(2)} s`,
    `${Math.round(items.length / time)} /s`,
    `${(loop / time).toFixed(1)} x`,
    (copy / time).toFixed(2),
  ];
  printTable(
    `Writing ${items.length} recordings with transcripts (median of ${options.rounds} rounds, the fast ways ${FAST_TURNS} times in each)`,
    ["way", "time", "recordings", "against the original's loop", "against COPY"],
    [
      row("the original's loop: look-up, existence check and insert per call, through Prisma", loop),
      row("our import in pages of 10, a transaction each", pages),
      row("the same writer in batches of 500, the next prepared meanwhile", batches),
      row("the floor: the same rows by COPY into the same tables", copy),
    ],
  );
  console.log(
    `Goals: pages 8 x the loop (reached ${(loop / pages).toFixed(1)}), batches 20 x the loop (reached ${(loop / batches).toFixed(1)}), batches 0.6 of COPY (reached ${(copy / batches).toFixed(2)}).`,
  );
}

async function timed(
  adminUrl: string,
  work: (deps: Deps) => Promise<void>,
  after?: (deps: Deps) => Promise<void>,
  withoutReps = false,
): Promise<number> {
  await using database = await createBenchDatabase(adminUrl);
  const { deps } = database;
  if (withoutReps) await deps.db.pool.query("TRUNCATE sales_reps CASCADE");
  // The disk's debt of the round before is paid before this one starts.
  await deps.db.pool.query("CHECKPOINT");
  const start = process.hrtime.bigint();
  await work(deps);
  const seconds = since(start);
  await after?.(deps);
  return seconds;
}

/** As a sync does: decide the recordings of a page, store it, then the next one. */
async function writePages(deps: Deps, items: readonly MeetingItem[]): Promise<void> {
  await using writer = await openWriter(deps, items.length);
  for (let start = 0; start < items.length; start += PAGE) {
    await writer.store(prepareRecordings(items.slice(start, start + PAGE), writer.matching, new Map()));
  }
}

/** As a bulk load would: the pages of the next batch are decided while one is stored. */
async function writeBatches(deps: Deps, items: readonly MeetingItem[]): Promise<void> {
  await using writer = await openWriter(deps, items.length);
  const prepare = async (from: number): Promise<RecordingRow[]> => {
    const rows: RecordingRow[] = [];
    for (let start = from; start < Math.min(from + BATCH, items.length); start += PAGE) {
      rows.push(...prepareRecordings(items.slice(start, start + PAGE), writer.matching, new Map()));
      // What is being stored has to get through to the database meanwhile.
      await setImmediate();
    }
    return rows;
  };
  let next = prepare(0);
  for (let start = 0; start < items.length; start += BATCH) {
    const rows = await next;
    next = prepare(start + BATCH);
    await writer.store(rows);
  }
}

/** A run with a lease, as the writer wants it; at the end all calls must be there. */
async function openWriter(deps: Deps, expected: number) {
  const { rows } = await deps.db.pool.query<{ id: string }>(
    "INSERT INTO sync_runs (kind, trigger, window_from, window_to) VALUES ('window', 'cli', now(), now()) RETURNING id",
  );
  const runId = rows[0]?.id ?? "";
  const lease = await takeRun(deps, runId);
  let page = 0;
  return {
    matching: await loadMatching(deps, { teamFilter: [], matchDomains: [] }),
    store: async (batch: readonly RecordingRow[]) => {
      const position = { ...lease, page: page++, next: WALK, observedAt: new Date() };
      if (!(await storePage(deps, batch, position, WALK))) throw new Error("the lease was lost");
    },
    [Symbol.asyncDispose]: async () => {
      const counted = await deps.db.pool.query<{ calls: number }>("SELECT count(*)::int AS calls FROM calls");
      if (counted.rows[0]?.calls !== expected)
        throw new Error(`${counted.rows[0]?.calls} calls were stored of ${expected}`);
    },
  };
}
