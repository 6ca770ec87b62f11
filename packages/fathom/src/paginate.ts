import { FathomBadResponseError } from "./errors";

/** More empty pages in a row than any filter explains: the list is broken, and would never end. */
export const MAX_EMPTY_PAGES = 50;

/**
 * Walks a list page by page until there is no next cursor. Null, "" and an absent cursor are all the end (observed in
 * Fathom's real traffic). A walk holds no more than one page at a time.
 *
 * @param fetchPage gets the cursor of the page, null for the first
 * @param from the cursor to start at, null for the beginning
 * @throws FathomBadResponseError when a cursor comes back a second time, or after more than {@link MAX_EMPTY_PAGES} empty pages in a row
 */
export async function* paginate<Page extends { items: unknown[]; nextCursor: string | null }>(
  fetchPage: (cursor: string | null) => Promise<Page>,
  from: string | null = null,
): AsyncGenerator<Page, void, undefined> {
  const seen = new Set<string>();
  let cursor = from || null;
  let emptyPages = 0;
  do {
    if (cursor !== null) seen.add(cursor);
    const page = await fetchPage(cursor);
    emptyPages = page.items.length === 0 ? emptyPages + 1 : 0;
    cursor = page.nextCursor || null;
    if (cursor !== null && seen.has(cursor)) {
      throw new FathomBadResponseError("Fathom's list runs in a circle: the same cursor came twice");
    }
    if (cursor !== null && emptyPages > MAX_EMPTY_PAGES) {
      throw new FathomBadResponseError(`Fathom's list does not end: ${emptyPages} empty pages in a row`);
    }
    yield page;
  } while (cursor !== null);
}
