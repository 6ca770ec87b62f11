import { finished } from "node:stream/promises";
import { type MeetingItem } from "@koppeling/fathom/client";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type Deps } from "../src/deps";
import { loadMatching } from "../src/features/sync/load-matching";
import { openRun } from "../src/features/sync/open-run";
import { prepareRecordings } from "../src/features/sync/prepare-recording";
import { storePage } from "../src/features/sync/store-page";
import { type WalkState } from "../src/features/sync/store-recordings";
import { createBenchDatabase } from "./bench-database";
import { createItems } from "./create-items";
import { median, printTable, since } from "./report";

/** In the order of their foreign keys. */
const TABLES = [
  "sales_reps",
  "sync_runs",
  "recordings",
  "calls",
  "transcripts",
  "sync_run_recordings",
] as const;
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
    seconds.pages.push(await timed(adminUrl, (deps) => writeInBatches(deps, items, 10)));
    let copies = new Map<string, Buffer>();
    seconds.batches.push(
      await timed(
        adminUrl,
        (deps) => writeInBatches(deps, items, 500),
        async (deps) => {
          copies = await copyOut(deps);
        },
      ),
    );
    seconds.copy.push(await timed(adminUrl, (deps) => copyIn(deps, copies), undefined, true));
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
    `Writing ${items.length} recordings with transcripts (median of ${options.rounds} rounds)`,
    ["way", "time", "recordings", "against the original's loop", "against COPY"],
    [
      row("the original's loop: look-up, existence check and insert per call, through Prisma", loop),
      row("our import in pages of 10, a transaction each", pages),
      row("the same writer in batches of 500", batches),
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

/**
 * The loop of the original design: matchSalesRep, checkCallExists, storeCall. It knew one table of calls, so the
 * transcript goes into a column of the same insert, and there is no ledger to point to.
 */
async function originalLoop(deps: Deps, items: readonly MeetingItem[]): Promise<void> {
  const { prisma, pool } = deps.db;
  await pool.query("ALTER TABLE calls DROP CONSTRAINT calls_recording_id_fkey");
  for (const item of items) {
    if (!item.ok) continue;
    const { recording } = item;
    const email = recording.recorder?.email ?? "";
    const rep = await prisma.salesRep.findUnique({ where: { email } });
    if (!rep || rep.archivedAt) continue;
    const exists = await prisma.call.findUnique({
      where: { recordingId: recording.recordingId },
      select: { id: true },
    });
    if (exists) continue;
    await prisma.call.create({
      data: {
        recordingId: recording.recordingId,
        salesRepId: rep.id,
        matchedBy: "email",
        title: recording.title ?? "",
        meetingTitle: recording.meetingTitle,
        url: recording.url,
        shareUrl: recording.shareUrl,
        recorderEmail: email,
        recorderName: recording.recorder?.name ?? null,
        team: recording.recorder?.team ?? null,
        startedAt: recording.startedAt,
        endedAt: recording.endedAt,
        isExternal: recording.isExternal,
        language: recording.language,
        invitees: recording.invitees,
        summary: recording.summary?.markdown ?? null,
        actionItems: recording.transcript ?? [],
        hasTranscript: true,
        detailsHash: "",
        observedAt: new Date(),
      },
    });
  }
}

async function writeInBatches(deps: Deps, items: readonly MeetingItem[], size: number): Promise<void> {
  const { rows } = await deps.db.pool.query<{ id: string }>(
    "INSERT INTO sync_runs (kind, trigger, window_from, window_to) VALUES ('window', 'cli', now(), now()) RETURNING id",
  );
  const runId = rows[0]?.id ?? "";
  const leaseToken = await openRun(deps, runId);
  if (!leaseToken) throw new Error("the run could not be opened");
  const matching = await loadMatching(deps, { teamFilter: [], matchDomains: [] });
  for (let page = 0; page * size < items.length; page++) {
    const batch = prepareRecordings(items.slice(page * size, (page + 1) * size), matching);
    const stored = await storePage(
      deps,
      batch,
      { runId, leaseToken, page, next: WALK, observedAt: new Date() },
      WALK,
    );
    if (!stored) throw new Error("the lease was lost");
  }
  const { rows: counted } = await deps.db.pool.query<{ calls: number }>(
    "SELECT count(*)::int AS calls FROM calls",
  );
  if (counted[0]?.calls !== items.length)
    throw new Error(`${counted[0]?.calls} calls were stored of ${items.length}`);
}

async function copyOut(deps: Deps): Promise<Map<string, Buffer>> {
  const client = await deps.db.pool.connect();
  const copies = new Map<string, Buffer>();
  try {
    for (const table of TABLES) {
      const chunks: Buffer[] = [];
      const stream = client.query(copyTo(`COPY ${table} TO STDOUT`));
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      copies.set(table, Buffer.concat(chunks));
    }
  } finally {
    client.release();
  }
  return copies;
}

async function copyIn(deps: Deps, copies: ReadonlyMap<string, Buffer>): Promise<void> {
  const client = await deps.db.pool.connect();
  try {
    await client.query("BEGIN");
    for (const table of TABLES) {
      const stream = client.query(copyFrom(`COPY ${table} FROM STDIN`));
      stream.end(copies.get(table));
      await finished(stream);
    }
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
