import { type z } from "zod";
import { type callFilterSchema, type CallSort } from "./call-schemas";

/** Where a list goes on: what it is sorted by, and the id, of the last call of the page before. */
export type CallPosition = [key: Date | number, id: string];

export type CallsQuery = {
  filter: z.infer<typeof callFilterSchema>;
  sort: CallSort;
  after: CallPosition | null;
  limit: number;
  /** What the words must hold, as a tsquery. */
  words: string | null;
};

/**
 * Calls that a search looks at in their order before it turns to the index of words: a word that stands in many calls
 * fills a page from the first few of them, and a rare one has few places in that index.
 */
export const LOOKED_THROUGH = 1_500;

const startedAt = (call: string) => `${call}.started_at`;

/** Each order is that of an index, read forwards or backwards. */
const ORDERS = {
  newest: { key: startedAt, direction: "DESC", beyond: "<" },
  oldest: { key: startedAt, direction: "ASC", beyond: ">" },
  longest: {
    key: (call: string) => `coalesce(${call}.duration_seconds, -1)`,
    direction: "DESC",
    beyond: "<",
  },
} as const satisfies Record<CallSort, object>;

/**
 * SQL that selects id and sort key of a page of calls, in order. Pure; every value is a parameter.
 * @param way how a search is done: `walk` looks through the first {@link LOOKED_THROUGH} calls of the order alone,
 * `lookup` takes the index of words. Without words both are the plain list.
 */
export function buildCallsQuery(
  query: CallsQuery,
  way: "walk" | "lookup",
): { text: string; values: unknown[] } {
  const { filter, sort, after, limit, words } = query;
  const { key, direction, beyond } = ORDERS[sort];
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const keyType = sort === "longest" ? "int" : "timestamptz";
  const order = (alias: string, id = "id") =>
    `ORDER BY ${key(alias)} ${direction}, ${alias}.${id} ${direction}`;

  /** What the index of words holds as well as the calls do. */
  const inOrder = (alias: string, id = "id") => [
    filter.from && `${alias}.started_at >= ${value(filter.from)}::timestamptz`,
    filter.to && `${alias}.started_at < ${value(filter.to)}::timestamptz`,
    after &&
      `(${key(alias)}, ${alias}.${id}) ${beyond} (${value(after[0])}::${keyType}, ${value(after[1])}::uuid)`,
  ];
  const ofCall = () => [
    filter.salesRepId && `c.sales_rep_id = ${value(filter.salesRepId)}::uuid`,
    filter.team && `c.team = ${value(filter.team)}`,
    // As constants: an index of internal calls alone serves only who asks for just that.
    filter.external !== undefined &&
      `c.is_external ${filter.external === null ? "IS NULL" : `= ${filter.external}`}`,
    filter.hasTranscript !== undefined && `c.has_transcript = ${filter.hasTranscript}`,
    filter.awaited && "c.recording_id IN (SELECT recording_id FROM call_content WHERE state = 'awaited')",
    filter.asked && "c.question IS NOT NULL",
  ];

  if (words === null || way === "walk") {
    const calls = `FROM calls c ${where([...ofCall(), ...inOrder("c")])} ${order("c")}`;
    if (words === null) return { text: `SELECT c.id ${calls} LIMIT ${value(limit)}`, values };
    const list = `SELECT c.id, c.recording_id, c.started_at, c.duration_seconds ${calls}`;
    const text = `SELECT c.id FROM (${list} LIMIT ${LOOKED_THROUGH}) c JOIN call_search s USING (recording_id)
      WHERE s.document @@ ${value(words)}::tsquery ${order("c")} LIMIT ${value(limit)}`;
    return { text, values };
  }
  const found = `s.document @@ ${value(words)}::tsquery`;
  if (sort === "longest") {
    const text = `WITH found AS MATERIALIZED (SELECT s.recording_id FROM call_search s WHERE ${found})
      SELECT c.id FROM found JOIN calls c USING (recording_id)
      ${where([...ofCall(), ...inOrder("c")])} ${order("c")} LIMIT ${value(limit)}`;
    return { text, values };
  }
  const list = `SELECT s.recording_id, s.started_at, s.call_id FROM call_search s
    ${where([found, ...inOrder("s", "call_id")])} ${order("s", "call_id")}`;
  const conditions = ofCall();
  if (where(conditions) === "") {
    return {
      text: `SELECT s.call_id AS id FROM (${list} LIMIT ${value(limit)}) s ${order("s", "call_id")}`,
      values,
    };
  }
  // One after the other in their order, so that a page is full before all that were found have been looked up.
  const text = `SELECT c.id FROM (${list} OFFSET 0) s CROSS JOIN LATERAL (
      SELECT c.id FROM calls c ${where([...conditions, "c.recording_id = s.recording_id"])} LIMIT 1
    ) c ${order("s", "call_id")} LIMIT ${value(limit)}`;
  return { text, values };
}

function where(conditions: readonly unknown[]): string {
  const given = conditions.filter((condition) => typeof condition === "string" && condition !== "");
  return given.length > 0 ? `WHERE ${given.join(" AND ")}` : "";
}
