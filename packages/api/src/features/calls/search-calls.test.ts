import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { waitForLock } from "@koppeling/testing/wait-for-lock";
import { indexSearch } from "./index-search.job";

const now = new Date("2026-11-20T10:00:00Z");
const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000);

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Calls as an import leaves them, written straight into the tables. */
async function addCall(call: {
  id: number;
  title: string;
  summary?: string;
  lines?: string[];
  hoursAgo?: number;
  seconds?: number | null;
}): Promise<void> {
  const { pool } = stack.deps.db;
  await pool.query("INSERT INTO recordings (recording_id, decision) VALUES ($1, 'imported')", [call.id]);
  await pool.query(
    `INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, summary, summary_hash, recorder_email, started_at,
       duration_seconds, has_transcript, transcript_hash, details_hash, observed_at)
     SELECT $1, id, 'email', $2, $3, md5($3), email, $4, $5, $6, $7, '', now() FROM sales_reps LIMIT 1`,
    [
      call.id,
      call.title,
      call.summary ?? null,
      at(call.hoursAgo ?? call.id),
      call.seconds === undefined ? 60 : call.seconds,
      call.lines !== undefined,
      call.lines ? "t" : null,
    ],
  );
  if (call.lines) {
    const lines = call.lines.map((text, index) => [0, index * 60, text]);
    await pool.query("INSERT INTO transcripts (recording_id, lines) VALUES ($1, $2)", [
      call.id,
      JSON.stringify({ speakers: [["Anna", null]], lines }),
    ]);
  }
}

const list = async (input: Parameters<Awaited<ReturnType<TestStack["caller"]>>["calls"]["list"]>[0]) =>
  (await stack.caller("viewer")).calls.list(input);
const titles = async (q: string) => (await list({ q })).items.map(({ title }) => title);
const queued = async () => await stack.deps.db.prisma.callSearchQueue.count();

describe("search over title, summary and transcript", () => {
  beforeAll(async () => {
    await stack.addRep("Anna", "anna@z.example");
    await addCall({
      id: 1,
      title: "Kennismaking",
      summary: "## Kern\n\nKlant wil een **offerte** in de zomer.",
    });
    const long = Array.from({ length: 3_000 }, (_, line) => `Regel ${line} over van alles en nog wat.`);
    long[2_900] = "Ons onderhoudscontract loopt in mei af, zei Zoë.";
    await addCall({ id: 2, title: "Heel lang gesprek", lines: long });
    await addCall({ id: 3, title: "Demo", lines: ["We talked about the renewal of the contract.", "Fine."] });
    await addCall({ id: 4, title: "Alleen een titel met contract" });
    expect(await indexSearch(stack.deps)).toBe(4);
  });

  it("finds parts of words, in Dutch and in English, also at the end of a long transcript", async () => {
    expect(await titles("contract")).toEqual(["Heel lang gesprek", "Demo", "Alleen een titel met contract"]);
    expect(await titles("onderhoud zoe")).toEqual(["Heel lang gesprek"]);
    expect(await titles("renew")).toEqual(["Demo"]);
    expect(await titles("offert")).toEqual(["Kennismaking"]);
    expect(await titles("contract offerte")).toEqual([]);
  });

  it("finds Chinese, Japanese and Thai words within runs that have no spaces", async () => {
    await addCall({ id: 80, title: "Tokyo", summary: "来週までに契約書を送ってください。" });
    await addCall({ id: 81, title: "Beijing", lines: ["我们需要一份新的报价单，谢谢"] });
    await addCall({ id: 82, title: "Bangkok", lines: ["ราคาแผงโซลาร์เซลล์แพงไป"] });
    await indexSearch(stack.deps);
    expect(await titles("契約書")).toEqual(["Tokyo"]);
    expect(await titles("契約")).toEqual(["Tokyo"]);
    expect(await titles("書")).toEqual(["Tokyo"]);
    expect(await titles("约契")).toEqual([]);
    expect(await titles("报价单")).toEqual(["Beijing"]);
    expect(await titles("谢谢 报价")).toEqual(["Beijing"]);
    expect(await titles("โซลาร์")).toEqual(["Bangkok"]);
    // As a version that knew no pairs left it.
    await stack.deps.db.pool.query(
      "UPDATE call_search SET document = to_tsvector('simple', '来週までに契約書を送ってください'), reread = true WHERE recording_id = 80",
    );
    expect(await titles("契約書")).toEqual([]);
    await indexSearch(stack.deps);
    expect(await titles("契約書")).toEqual(["Tokyo"]);
    expect(await indexSearch(stack.deps)).toBe(0);
    const [call] = (await list({ q: "契約書" })).items;
    expect(call?.match?.ranges.map(([start, end]) => call.match?.text.slice(start, end))).toEqual(["契約書"]);
  });

  it("shows the sentence with the place in it, who says it and when", async () => {
    const { items } = await list({ q: "contract" });
    expect(
      items.map(({ match }) => match && [match.where, match.text, match.speaker, match.seconds]),
    ).toEqual([
      ["transcript", "Ons onderhoudscontract loopt in mei af, zei Zoë.", "Anna", 2_900 * 60],
      ["transcript", "We talked about the renewal of the contract.", "Anna", 0],
      ["title", "Alleen een titel met contract", null, null],
    ]);
    for (const { match } of items)
      for (const [start, end] of match?.ranges ?? []) expect(match?.text.slice(start, end)).toBe("contract");
    expect((await list({ q: "offerte" })).items[0]?.match).toMatchObject({
      where: "summary",
      text: "Klant wil een offerte in de zomer.",
    });
    expect((await list({})).items.every(({ match }) => match === null)).toBe(true);
  });

  it("takes the words of a call once for each content, and again when that changes", async () => {
    const { pool } = stack.deps.db;
    const stamp = async () => {
      const { rows } = await pool.query<{ id: string; xmin: string }>(
        "SELECT recording_id::text AS id, xmin::text FROM call_search ORDER BY 1",
      );
      return rows;
    };
    const before = await stamp();
    await pool.query("UPDATE calls SET updated_at = now(), run_id = NULL, team = 'Sales'");
    expect(await queued()).toBe(0);
    await pool.query("UPDATE calls SET title = title || '!' WHERE recording_id = 1");
    await pool.query("UPDATE calls SET title = trim('!' FROM title) WHERE recording_id = 1");
    expect(await queued()).toBe(1);
    expect(await indexSearch(stack.deps)).toBe(0);
    expect(await queued()).toBe(0);
    expect(await stamp()).toEqual(before);
    await pool.query("UPDATE calls SET title = 'Afscheid' WHERE recording_id = 1");
    expect(await indexSearch(stack.deps)).toBe(1);
    expect(await titles("kennismaking")).toEqual([]);
    expect(await titles("afscheid")).toEqual(["Afscheid"]);
  });

  it("forgets what stood in a transcript that is gone", async () => {
    await stack.deps.db.pool.query("DELETE FROM transcripts WHERE recording_id = 3");
    await indexSearch(stack.deps);
    expect(await titles("renewal")).toEqual([]);
    expect(await titles("demo")).toEqual(["Demo"]);
  });

  it("leaves a call that changed while its words were taken in the queue", async () => {
    const { pool } = stack.deps.db;
    await pool.query("UPDATE calls SET title = 'Eerste versie' WHERE recording_id = 4");
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("UPDATE calls SET title = 'Tweede versie' WHERE recording_id = 4");
    // Reads the first version, then waits for the row of the queue that the second holds.
    const indexing = indexSearch(stack.deps);
    await waitForLock(stack);
    await client.query("COMMIT");
    client.release();
    await indexing;
    expect(await titles("versie")).toEqual(["Tweede versie"]);
    expect(await queued()).toBe(0);
  });

  it("takes any text: endless, of no words, of words without end", async () => {
    const words = Array.from({ length: 60_000 }, (_, index) => `unieklangwoordnummer${index}`).join(" ");
    await addCall({ id: 5, title: "😀 – …", lines: [words, "x".repeat(10_000)] });
    expect(await indexSearch(stack.deps)).toBe(1);
    expect(await titles("unieklangwoordnummer17")).toEqual(["😀 – …"]);
  });
});

describe("orders", () => {
  beforeAll(async () => {
    const { pool } = stack.deps.db;
    await pool.query("TRUNCATE recordings CASCADE");
    for (let id = 1; id <= 60; id++) {
      const seconds = id % 10 === 0 ? null : (id * 7) % 13;
      await addCall({ id, title: `Gesprek ${id % 2 ? "oneven" : "even"}`, hoursAgo: id % 20, seconds });
    }
    await indexSearch(stack.deps);
  });

  it.each([
    ["newest", undefined],
    ["oldest", undefined],
    ["longest", undefined],
    ["newest", "oneven"],
    ["oldest", "oneven"],
    ["longest", "oneven"],
  ] as const)("page by page, %s first, searched for %s: each call once and in order", async (sort, q) => {
    const seen: { id: string; startedAt: Date; durationSeconds: number | null }[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ sort, q, limit: 7, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(q ? 30 : 60);
    expect(seen).toHaveLength(q ? 30 : 60);
    const key = (call: (typeof seen)[number]) =>
      sort === "longest" ? (call.durationSeconds ?? -1) : call.startedAt.getTime();
    const sign = sort === "oldest" ? 1 : -1;
    const sorted = seen.toSorted((a, b) => sign * (key(a) - key(b) || (a.id < b.id ? -1 : 1)));
    expect(seen).toEqual(sorted);
  });

  it("filters what is searched for as well", async () => {
    const { items } = await list({ q: "oneven", hasTranscript: true });
    expect(items).toEqual([]);
    expect((await list({ q: "oneven", from: at(5), to: at(2) })).items).toHaveLength(6);
    expect((await list({ q: "oneven", team: "Niemand" })).items).toEqual([]);
  });

  it("refuses the cursor of another order", async () => {
    const { nextCursor } = await list({ sort: "longest", limit: 5 });
    await expect(list({ sort: "newest", cursor: nextCursor })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
