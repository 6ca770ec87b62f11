import { type CsvFormat, csvLine, csvStart } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { type CallsInput, listCalls } from "./list-calls";

const PAGE = 500;

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
 * @returns pieces of the file, a header first; duration in minutes
 */
export async function* exportCalls(
  deps: Deps,
  filters: Omit<CallsInput, "limit" | "cursor">,
  locale: Locale,
  format: CsvFormat = "plain",
): AsyncGenerator<string, void> {
  const header = COLUMNS.map((column) => translate(locale, `csv.calls.${column}`));
  yield csvStart(format) + csvLine(header, format);
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
        csvLine(
          [
            call.startedAt,
            call.title,
            call.salesRep.name,
            call.durationSeconds === null ? null : Math.round(call.durationSeconds / 6) / 10,
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
          ],
          format,
        ),
      )
      .join("");
    cursor = page.nextCursor;
  } while (cursor);
}
