import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { columnsCookieName, readColumns } from "@/components/calls/call-columns";
import { PageHeader } from "@/components/ui/page-header";
import { timeZone } from "@/i18n/locales";
import { dayOf } from "@/lib/zoned-day";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { readCallFilters, toCallQuery, writeCallFilters } from "@/components/calls/call-filters";
import { CallsBrowser } from "../_components/calls-browser";

type CallsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calls");
  return { title: t("title") };
}

export default async function CallsPage({ searchParams }: CallsPageProps) {
  const user = await requireUser();
  const t = await getTranslations("calls");
  const filters = readCallFilters(toUrlSearchParams(await searchParams));
  const caller = await getCaller();
  const [page, { items: reps }, { teams }, cookieStore] = await Promise.all([
    caller.calls.list(toCallQuery(filters, dayOf(new Date(), timeZone), timeZone)),
    caller.salesReps.list({ includeArchived: true }),
    caller.calls.teams(),
    cookies(),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <CallsBrowser
        reps={reps.map(({ id, name, archivedAt }) => ({ id, name, archived: archivedAt !== null }))}
        teams={teams}
        initialPage={page}
        initialColumns={readColumns(cookieStore.get(columnsCookieName)?.value)}
        initialFilters={writeCallFilters(filters)}
        isAdmin={user.role === "admin"}
      />
    </>
  );
}

function toUrlSearchParams(params: Awaited<CallsPageProps["searchParams"]>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
