import { CSV_FORMATS } from "@koppeling/api/csv-line";
import { exportCalls } from "@koppeling/api/features/calls/export-calls";
import { readCallFilters, toCallQuery } from "@/components/calls/call-filters";
import { timeZone } from "@/i18n/locales";
import { dayOf } from "@/lib/zoned-day";
import { streamCsv } from "@/server/stream-csv";
import { getDeps } from "@/server/deps";
import { findExporter } from "@/server/find-exporter";

/** The list as a file, with the filters of the page's own address. Who may see the list may have it. */
export async function GET(request: Request): Promise<Response> {
  const exporter = await findExporter(request, "export.calls", () => true);
  if (exporter instanceof Response) return exporter;
  const { searchParams } = new URL(request.url);
  const filters = readCallFilters(searchParams);
  const format = CSV_FORMATS.find((name) => name === searchParams.get("format"));
  const today = dayOf(new Date(), timeZone);
  const query = toCallQuery(filters, today, timeZone);
  return streamCsv(exportCalls(getDeps(), query, exporter, format), `calls-${today}.csv`);
}
