import { type Prisma } from "@koppeling/db/prisma";
import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type callFilterSchema, type CallItem } from "./call-schemas";
import { callItemSelect, toCallItem } from "./to-call-item";

const cursorSchema = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]);

/** Newest first. The cursor names the last call of the page before, so that new calls do not shift the pages. */
export async function listCalls(
  deps: Deps,
  input: z.infer<typeof callFilterSchema> & { limit: number; cursor?: string | null | undefined },
): Promise<{ items: CallItem[]; nextCursor: string | null }> {
  const rows = await deps.db.prisma.call.findMany({
    where: { AND: [toWhere(input), input.cursor ? afterCursor(input.cursor) : {}] },
    select: callItemSelect,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
  });
  const items = rows.slice(0, input.limit).map((row) => toCallItem(row));
  const last = items.at(-1);
  const nextCursor = rows.length > input.limit && last ? encodeCursor(last) : null;
  return { items, nextCursor };
}

function toWhere(filter: z.infer<typeof callFilterSchema>): Prisma.CallWhereInput {
  const { search, salesRepId, from, to, team, external, hasTranscript } = filter;
  return {
    ...(search ? { title: { contains: escapeLike(search), mode: "insensitive" } } : {}),
    ...(salesRepId ? { salesRepId } : {}),
    ...(from || to ? { startedAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
    ...(team ? { team } : {}),
    ...(external === undefined ? {} : { isExternal: external }),
    ...(hasTranscript === undefined ? {} : { hasTranscript }),
  };
}

/** Prisma hands the text to LIKE as it is: a percent sign that is searched for is a percent sign. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");

const encodeCursor = (item: CallItem) =>
  Buffer.from(JSON.stringify([item.startedAt.toISOString(), item.id])).toString("base64url");

function afterCursor(cursor: string): Prisma.CallWhereInput {
  const [startedAt, id] = decodeCursor(cursor);
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}

function decodeCursor(cursor: string): [Date, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new AppError("bad_input", {}, { cause });
  }
}
