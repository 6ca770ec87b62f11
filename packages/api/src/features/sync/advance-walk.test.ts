import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type WalkState } from "../runs/record-page.sql";
import { advanceWalk } from "./import-page";

const START: WalkState = { cursor: null, complete: false, loopCursor: null, loopPage: 1, emptyPages: 0 };
/** More empty pages in a row than this with a next one are a fault. */
const EMPTY_ALLOWED = 50;

type Page = { next: string | null; items: number };

/** Follows pages as a run does, with the state in a row between any two. @returns the fault, or null at the end */
function walk(pageOf: (cursor: string | null) => Page, maxPages: number, firstPage = 0): string | null {
  let state = START;
  for (let page = firstPage; page < firstPage + maxPages; page++) {
    const { next, items } = pageOf(state.cursor);
    const step = advanceWalk(state, page, next, items);
    if (!step.ok) return step.fault;
    if (step.next.complete) {
      expect(step.next.cursor).toBeNull();
      return null;
    }
    state = JSON.parse(JSON.stringify(step.next)) as WalkState;
  }
  throw new Error(`the walk went on for ${maxPages} pages`);
}

describe("advanceWalk", () => {
  it("lets any finite chain pass, also one that began after a restart", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 }),
        fc.nat(10_000),
        (cursors, firstPage) => {
          const followers = new Map(
            [null, ...cursors].map((cursor, index) => [cursor, cursors[index] ?? null]),
          );
          const fault = walk(
            (cursor) => ({ next: followers.get(cursor) ?? null, items: 1 }),
            cursors.length + 1,
            firstPage,
          );
          expect(fault).toBeNull();
        },
      ),
    );
  });

  it("finds any loop of cursors, after any way towards it", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 300 }), fc.nat(5_000), (tail, length, firstPage) => {
        // Cursors 0…tail-1 lead to a ring of `length` cursors.
        const next = (cursor: string | null) => {
          const number = cursor === null ? 0 : Number(cursor) + 1;
          return String(number < tail + length ? number : tail);
        };
        const enough = 2 * (firstPage + 4 * (tail + length) + 8);
        const fault = walk((cursor) => ({ next: next(cursor), items: 10 }), enough, firstPage);
        expect(fault).toContain("leads back");
      }),
    );
  });

  it("finds a page that names itself as the next one at once", () => {
    expect(walk(() => ({ next: "same", items: 10 }), 3)).toContain("leads back");
  });

  it("allows empty pages for a while, and counts them anew after a page with items", () => {
    const chain = (emptyUntil: number, ends: number) => {
      let page = 0;
      return () => {
        page++;
        return {
          next: page === ends ? null : `cursor-${page}`,
          items: page % (emptyUntil + 1) === 0 ? 1 : 0,
        };
      };
    };
    expect(walk(chain(EMPTY_ALLOWED, 300), 300)).toBeNull();
    expect(walk(chain(EMPTY_ALLOWED + 1, 300), 300)).toContain("empty pages");
  });

  it("ends on an empty last page, however many empty ones came before", () => {
    const step = advanceWalk({ ...START, cursor: "x", emptyPages: EMPTY_ALLOWED }, 60, null, 0);
    expect(step).toMatchObject({ ok: true, next: { complete: true } });
  });
});
