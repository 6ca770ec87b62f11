import { type Answer, jsonAnswer, rawAnswer } from "./answer";
import type { FaultKind } from "./fault-plan";
import { type Page, type PageRefusal, PAGE_SIZE } from "./find-page";
import { renderMeeting } from "./render-meeting";

/** Unreadable, each in its own way. The ids are far from those of any world. */
const ODD_ITEMS = [
  '{"title":"Geen id","recorded_by":null,"created_at":"2026-01-05T10:00:00Z"}',
  '{"recording_id":"8000000000000000001","title":"Opnemer is een tekst","recorded_by":"Anna","created_at":"2026-01-05T10:00:00Z"}',
  "null",
  '{"recording_id":8000000000000000002,"title":null,"created_at":null,"recorded_by":null,"calendar_invitees":"?"}',
  '{"recording_id":{},"title":["x"],"transcript":7,"created_at":"yesterday","recorded_by":{"email":false}}',
];
let blankEnds = 0;

/** Answers GET /meetings, with the faults that live in the list itself. */
export function answerMeetings(input: {
  query: URLSearchParams;
  now: Date;
  findPage: (query: URLSearchParams, now: Date) => Page | PageRefusal;
  fault: FaultKind | null;
}): Answer {
  const { query, now, fault } = input;
  if (fault === "expired_cursor") return jsonAnswer(400, { error: "cursor has expired" });
  const page = input.findPage(query, now);
  if ("refused" in page) return jsonAnswer(400, { error: page.refused });
  const includes = {
    transcript: query.get("include_transcript") === "true",
    summary: query.get("include_summary") === "true",
    actionItems: query.get("include_action_items") === "true",
    crmMatches: query.get("include_crm_matches") === "true",
  };
  const served = fault === "empty_page_with_cursor" ? [] : page.recordings;
  const items = served.map((recording) => renderMeeting(recording, includes, now));
  if (fault === "odd_item") items.splice(Math.min(2, items.length), 0, ...ODD_ITEMS);
  if (fault === "duplicate_item" && items[0] !== undefined) items.push(items[0]);
  const next = nextCursor(page, query, fault);
  const tail = next === undefined ? "" : `"next_cursor":${JSON.stringify(next)},`;
  return { ...rawAnswer(200, `{"limit":${PAGE_SIZE},${tail}"items":[${items.join(",")}]}`), served };
}

/** Undefined: the key is absent. */
function nextCursor(page: Page, query: URLSearchParams, fault: FaultKind | null): string | null | undefined {
  if (fault === "duplicate_page" && !page.isRepeat) return page.sameCursor();
  if (fault === "empty_page_with_cursor") return page.sameCursor();
  if (fault === "looping_cursor") return query.get("cursor") || page.sameCursor();
  if (fault === "blank_end" && page.nextCursor === null) {
    blankEnds += 1;
    return blankEnds % 2 === 1 ? undefined : "";
  }
  return page.nextCursor;
}
