import { type Deps } from "@koppeling/api/deps";
import { buildCallsQuery, type CallsQuery } from "@koppeling/api/features/calls/build-calls-query";
import { findWords } from "@koppeling/api/features/calls/find-words";
import { parseSearch } from "@koppeling/api/features/calls/parse-search";

/** Tables that grow with the calls: no question of a screen may walk through one of them. */
const LARGE = ["calls", "recordings", "call_search", "transcripts"];

type PlanNode = { "Node Type": string; "Relation Name"?: string; Plans?: PlanNode[] };

/** @returns the questions of the list whose plan reads a large table from end to end, with the table */
export async function findUnindexed(deps: Deps, searches: readonly string[]): Promise<string[]> {
  const rep = await deps.db.prisma.salesRep.findFirstOrThrow({ select: { id: true } });
  const after: CallsQuery["after"] = [new Date(), "00000000-0000-4000-8000-000000000000"];
  const base: CallsQuery = { filter: {}, sort: "newest", after: null, limit: 26, words: null };
  const questions: Record<string, CallsQuery> = {
    newest: base,
    next: { ...base, after },
    oldest: { ...base, sort: "oldest" },
    longest: { ...base, sort: "longest" },
    "longest, next": { ...base, sort: "longest", after: [60, after[1]] },
    rep: { ...base, filter: { salesRepId: rep.id } },
    team: { ...base, filter: { team: "Team 3" } },
    "unknown kind": { ...base, filter: { external: null } },
    internal: { ...base, filter: { external: false } },
    transcript: { ...base, filter: { hasTranscript: true } },
    period: { ...base, filter: { from: new Date(Date.now() - 5e9), to: new Date() } },
  };
  for (const search of searches) {
    const words = await findWords(deps, parseSearch(search));
    questions[`search ${search}`] = { ...base, words };
    questions[`search ${search}, rep`] = { ...base, words, filter: { salesRepId: rep.id } };
    questions[`search ${search}, longest`] = { ...base, words, sort: "longest" };
  }
  const offences: string[] = [];
  for (const [name, query] of Object.entries(questions)) {
    for (const way of query.words === null ? (["walk"] as const) : (["walk", "lookup"] as const)) {
      const { text, values } = buildCallsQuery(query, way);
      for (const table of await readWholly(deps, text, values)) offences.push(`${name} (${way}): ${table}`);
    }
  }
  return offences;
}

async function readWholly(deps: Deps, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  const found: string[] = [];
  const walk = (node: PlanNode) => {
    const table = node["Relation Name"];
    if (node["Node Type"] === "Seq Scan" && table !== undefined && LARGE.includes(table)) found.push(table);
    node.Plans?.forEach(walk);
  };
  for (const { "QUERY PLAN": plans } of rows) for (const { Plan } of plans) walk(Plan);
  return found;
}
