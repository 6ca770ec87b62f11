import { MAX_EMPTY_PAGES } from "@koppeling/fathom/paginate";
import { type WalkState } from "../runs/record-page.sql";

export type WalkStep = { ok: true; next: WalkState } | { ok: false; fault: string };

/**
 * Where a walk stands after a page, or why it goes nowhere. A loop of cursors is found by Brent's method: one cursor
 * is remembered, and a new one at each power of two, so that any loop is met again without keeping them all.
 * @param page how many pages the walk had before this one
 */
export function advanceWalk(
  state: WalkState,
  page: number,
  nextCursor: string | null,
  itemCount: number,
): WalkStep {
  if (nextCursor === null) return { ok: true, next: { ...state, cursor: null, complete: true } };
  if (nextCursor === state.cursor || nextCursor === state.loopCursor) {
    return { ok: false, fault: `the cursor of page ${page + 1} leads back to a page that was read already` };
  }
  const emptyPages = itemCount === 0 ? state.emptyPages + 1 : 0;
  if (emptyPages > MAX_EMPTY_PAGES)
    return { ok: false, fault: `${emptyPages} empty pages in a row, each with a next one` };
  const remember = page + 1 >= state.loopPage;
  return {
    ok: true,
    next: {
      cursor: nextCursor,
      complete: false,
      emptyPages,
      loopCursor: remember ? nextCursor : state.loopCursor,
      loopPage: remember ? state.loopPage * 2 : state.loopPage,
    },
  };
}
