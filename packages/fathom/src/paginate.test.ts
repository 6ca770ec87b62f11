import { expect, it } from "vitest";
import { MAX_EMPTY_PAGES, paginate } from "./paginate";

/** A list of so many empty pages before the one that has something. */
const emptyBefore = (count: number) => async (cursor: string | null) => {
  const page = Number(cursor ?? 0);
  return page < count ? { items: [], nextCursor: String(page + 1) } : { items: ["last"], nextCursor: null };
};
async function itemsOf(count: number): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of paginate<{ items: unknown[]; nextCursor: string | null }>(emptyBefore(count)))
    items.push(...page.items);
  return items;
}

it("bears as many empty pages in a row as a sync does, and no more", async () => {
  expect(MAX_EMPTY_PAGES).toBe(50);
  expect(await itemsOf(MAX_EMPTY_PAGES)).toEqual(["last"]);
  await expect(itemsOf(MAX_EMPTY_PAGES + 1)).rejects.toMatchObject({ code: "bad_response" });
});
