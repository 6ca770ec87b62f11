import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { buildCallsQuery, type CallPosition } from "./build-calls-query";
import { type callFilterSchema, type CallSort, type ListedCall } from "./call-schemas";
import { loadMatches } from "./load-matches";
import { parseSearch } from "./parse-search";
import { findWords } from "./find-words";
import { callItemSelect, toCallItem } from "./to-call-item";

const instant = z.iso.datetime().transform((text) => new Date(text));
const cursorSchema = z.tuple([z.union([instant, z.number().int()]), z.uuid()]);

export type CallsInput = z.infer<typeof callFilterSchema> & {
  sort?: CallSort | undefined;
  limit: number;
  cursor?: string | null | undefined;
};

/**
 * A page of calls. The cursor names the last call of the page before, so that new calls do not shift the pages.
 * @param withMatches false leaves out where the search was found, which costs reading what is found
 */
export async function listCalls(
  deps: Deps,
  input: CallsInput,
  withMatches = true,
): Promise<{ items: ListedCall[]; nextCursor: string | null }> {
  const { sort = "newest", limit, cursor, q, ...filter } = input;
  const terms = parseSearch(q ?? "");
  // What holds no word is found nowhere.
  if (q && terms.length === 0) return { items: [], nextCursor: null };
  const ids = await findIds(deps, {
    filter,
    sort,
    after: cursor ? decodeCursor(cursor, sort) : null,
    limit: limit + 1,
    words: terms.length > 0 ? await findWords(deps, terms) : null,
  });
  const shown = ids.slice(0, limit);
  const rows = await deps.db.prisma.call.findMany({ where: { id: { in: shown } }, select: callItemSelect });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const matches = terms.length > 0 && withMatches ? await loadMatches(deps, shown, terms) : null;
  const items = shown.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ ...toCallItem(row), match: matches?.get(id) ?? null }] : [];
  });
  const last = byId.get(shown.at(-1) ?? "");
  const nextCursor = ids.length > limit && last ? encodeCursor(last, sort) : null;
  return { items, nextCursor };
}

async function findIds(deps: Deps, query: Parameters<typeof buildCallsQuery>[0]): Promise<string[]> {
  const run = async (way: "walk" | "lookup") => {
    const { rows } = await deps.db.pool.query<{ id: string }>(buildCallsQuery(query, way));
    return rows.map(({ id }) => id);
  };
  const walked = await run("walk");
  return query.words === null || walked.length === query.limit ? walked : await run("lookup");
}

type Keys = { id: string; startedAt: Date; durationSeconds: number | null };

function encodeCursor({ id, startedAt, durationSeconds }: Keys, sort: CallSort): string {
  const key = sort === "longest" ? (durationSeconds ?? -1) : startedAt.toISOString();
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

/** @throws AppError `bad_input`, also for the cursor of another order */
function decodeCursor(cursor: string, sort: CallSort): CallPosition {
  try {
    const [key, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if ((typeof key === "number") !== (sort === "longest")) throw new Error("a cursor of another order");
    return [key, id];
  } catch (cause) {
    throw new AppError("bad_input", {}, { cause });
  }
}
