import { type CsvFormat } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { type Exporter, exportPages } from "../audit/export-pages";
import { callFilterSchema, type ListedCall } from "./call-schemas";
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
export function exportCalls(
  deps: Deps,
  filters: Omit<CallsInput, "limit" | "cursor">,
  exporter: Exporter,
  format: CsvFormat = "plain",
): AsyncGenerator<string, void> {
  const { locale } = exporter;
  // An address holds what somebody typed: what the list's procedure cuts out of it goes here too.
  const wanted = { ...filters, ...callFilterSchema.parse(filters) };
  return exportPages(deps, exporter, {
    action: "call.export",
    format,
    header: COLUMNS.map((column) => translate(locale, `csv.calls.${column}`)),
    loadPage: async (reader, cursor) => {
      const { items, nextCursor } = await listCalls(reader, { ...wanted, limit: PAGE, cursor }, false);
      return { lines: items.map((call) => lineOf(call, locale)), nextCursor };
    },
  });
}

function lineOf(call: ListedCall, locale: Locale) {
  const yesNo = (value: boolean) => translate(locale, value ? "csv.yes" : "csv.no");
  const kind = call.isExternal === null ? "unknown" : call.isExternal ? "external" : "internal";
  return [
    call.startedAt,
    call.title,
    call.salesRep.name,
    call.durationSeconds === null ? null : Math.round(call.durationSeconds / 6) / 10,
    call.invitees.map(({ name, email }) => name ?? email).join(", "),
    translate(locale, `csv.${kind}`),
    call.team,
    yesNo(call.hasTranscript),
    yesNo(call.hasSummary),
    call.actionItemCount,
    call.id,
  ];
}
