"use client";

import { Phone, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type OptionalColumn, rememberColumns } from "@/components/calls/call-columns";
import type { CallPage } from "@/components/calls/call-item";
import { CallsResults } from "@/components/calls/calls-results";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ExportLinks } from "@/components/ui/export-links";
import { timeZone } from "@/i18n/locales";
import { dayOf } from "@/lib/zoned-day";
import { CallFilterBar, type RepChoice } from "./call-filter-bar";
import { isFiltered, noFilters, toCallQuery, writeCallFilters } from "@/components/calls/call-filters";
import { ColumnMenu } from "./column-menu";
import { useCallFilters } from "./use-call-filters";

type CallsBrowserProps = {
  reps: readonly RepChoice[];
  initialPage: CallPage;
  /** The filters that the first page was fetched for, as written in an address. */
  initialFilters: string;
  teams: readonly string[];
  initialColumns: readonly OptionalColumn[];
  isAdmin: boolean;
};

export function CallsBrowser({
  reps,
  teams,
  initialPage,
  initialFilters,
  initialColumns,
  isAdmin,
}: CallsBrowserProps) {
  const { filters, change } = useCallFilters();
  const [today] = useState(() => dayOf(new Date(), timeZone));
  const written = writeCallFilters(filters);
  const active = isFiltered(filters);
  const [columns, setColumns] = useState(initialColumns);

  function choose(next: readonly OptionalColumn[]) {
    setColumns(next);
    rememberColumns(next);
  }

  return (
    <>
      <CallFilterBar filters={filters} onChange={change} reps={reps} teams={teams} active={active}>
        <ColumnMenu columns={columns} onChoose={choose} />
        <ExportLinks href={`/api/export/calls${written && `?${written}`}`} />
      </CallFilterBar>
      <CallsResults
        query={toCallQuery(filters, today, timeZone)}
        initialPage={written === initialFilters ? initialPage : undefined}
        columns={columns}
        empty={
          active ? (
            <NothingFound onClear={() => change({ ...noFilters, sort: filters.sort })} />
          ) : (
            <NoCalls isAdmin={isAdmin} />
          )
        }
      />
    </>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useTranslations("calls.nothingFound");
  return (
    <EmptyState
      icon={SearchX}
      title={t("title")}
      description={t("description")}
      action={
        <Button variant="outline" onClick={onClear}>
          {t("action")}
        </Button>
      }
    />
  );
}

function NoCalls({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("calls.none");
  return (
    <EmptyState
      icon={Phone}
      title={t("title")}
      description={isAdmin ? t("descriptionAdmin") : t("descriptionViewer")}
      action={
        isAdmin && (
          <Button asChild variant="outline">
            <Link href="/">{t("action")}</Link>
          </Button>
        )
      }
    />
  );
}
