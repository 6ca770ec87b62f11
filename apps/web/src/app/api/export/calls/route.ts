import { CSV_FORMATS } from "@koppeling/api/csv-line";
import { exportCalls } from "@koppeling/api/features/calls/export-calls";
import { getLocale } from "next-intl/server";
import { readCallFilters, toCallQuery } from "@/components/calls/call-filters";
import { timeZone } from "@/i18n/locales";
import { dayOf } from "@/lib/zoned-day";
import { getSessionUser } from "@/server/auth";
import { streamCsv } from "@/server/stream-csv";
import { getDeps } from "@/server/deps";

/** The list as a file, with the filters of the page's own address. Who may see the list may have it. */
export async function GET(request: Request): Promise<Response> {
  if ((await getSessionUser()) === null) return new Response(null, { status: 401 });
  const { searchParams } = new URL(request.url);
  const filters = readCallFilters(searchParams);
  const format = CSV_FORMATS.find((name) => name === searchParams.get("format"));
  const today = dayOf(new Date(), timeZone);
  const query = toCallQuery(filters, today, timeZone);
  return streamCsv(exportCalls(getDeps(), query, await getLocale(), format), `calls-${today}.csv`);
}
