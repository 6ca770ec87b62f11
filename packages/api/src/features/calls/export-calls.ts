import { csvLine } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { type CallsInput, listCalls } from "./list-calls";

const PAGE = 500;
/** Without it spreadsheets read the text as that of another century. */
const BYTE_ORDER_MARK = "\uFEFF";

const COLUMNS = [
  "started_at",
  "title",
  "rep",
  "duration",
  "with",
  "kind",
  "team",
  "transcript",
  "summary",
  "action_items",
  "id",
] as const;

/**
 * The calls of a list as CSV, all pages of it, one page in memory at a time: whoever reads asks for the next.
 * @returns pieces of the file, a header first; times in ISO 8601, duration in minutes
 */
export async function* exportCalls(
  deps: Deps,
  filters: Omit<CallsInput, "limit" | "cursor">,
  locale: Locale,
): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map((column) => translate(locale, `csv.calls.${column}`)));
  const yesNo = (value: boolean) => translate(locale, value ? "csv.yes" : "csv.no");
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listCalls>> = await listCalls(
      deps,
      { ...filters, limit: PAGE, cursor },
      false,
    );
    yield page.items
      .map((call) =>
        csvLine([
          call.startedAt,
          call.title,
          call.salesRep.name,
          call.durationSeconds === null ? null : Math.round(call.durationSeconds / 60),
          call.invitees.map(({ name, email }) => name ?? email).join(", "),
          translate(
            locale,
            call.isExternal === null ? "csv.unknown" : call.isExternal ? "csv.external" : "csv.internal",
          ),
          call.team,
          yesNo(call.hasTranscript),
          yesNo(call.hasSummary),
          call.actionItemCount,
          call.id,
        ]),
      )
      .join("");
    cursor = page.nextCursor;
  } while (cursor);
}
