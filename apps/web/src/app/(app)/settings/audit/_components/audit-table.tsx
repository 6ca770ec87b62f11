"use client";

import { ScrollText } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { LoadMore, QueryError } from "@/components/query-state";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { NO_FILTER, readAuditFilter } from "./audit-filter";
import { AuditFilterBar } from "./audit-filter-bar";
import { useAuditWords } from "./use-audit-words";

type AuditTableProps = {
  initialPage: RouterOutputs["audit"]["list"];
  actions: readonly string[];
  users: readonly { id: string; email: string }[];
};

export function AuditTable({ initialPage, actions, users }: AuditTableProps) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const words = useAuditWords();
  const [choice, setChoice] = useState(NO_FILTER);
  const filter = readAuditFilter(choice);
  const isFiltered = Object.keys(filter).length > 0;
  const query = trpc.audit.list.useInfiniteQuery(
    { limit: 25, ...filter },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      initialData: isFiltered ? undefined : { pages: [initialPage], pageParams: [null] },
      // The lines of the filter before stay in sight, dimmed, until the new ones are there.
      placeholderData: (previous) => previous,
    },
  );
  const lines = query.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent>
        <AuditFilterBar choice={choice} actions={actions} users={users} onChange={setChoice} />
      </CardContent>
      {lines.length === 0 ? (
        <EmptyState
          icon={ScrollText}
          title={t(isFiltered ? "emptyFiltered" : "empty")}
          description={t(isFiltered ? "emptyFilteredDescription" : "emptyDescription")}
        />
      ) : (
        <div
          aria-busy={query.isPlaceholderData}
          className={cn("pt-3", query.isPlaceholderData && "opacity-60")}
        >
          <Table label={t("title")}>
            <TableHeader>
              <TableRow>
                <TableHead>{t("when")}</TableHead>
                <TableHead>{t("who")}</TableHead>
                <TableHead>{t("action")}</TableHead>
                <TableHead>{t("subject")}</TableHead>
                <TableHead>{t("address")}</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {lines.map((line) => (
                <TableRow key={line.id}>
                  <TableCell className="whitespace-nowrap tabular-nums">
                    <time
                      dateTime={line.createdAt.toISOString()}
                      title={format.dateTime(line.createdAt, "exact")}
                    >
                      {format.dateTime(line.createdAt, "moment")}
                    </time>
                  </TableCell>
                  <TableCell>
                    {line.userEmail ?? <span className="text-muted-foreground">{t("system")}</span>}
                  </TableCell>
                  <TableCell title={line.action}>{words.action(line.action)}</TableCell>
                  <TableCell className="max-w-64 truncate" title={line.subject ?? undefined}>
                    {words.subject(line.subject)}
                  </TableCell>
                  <TableCell className="text-muted-foreground tabular-nums">
                    {line.ipAddress ?? "–"}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {query.isError && (
        <CardContent>
          <QueryError query={query} />
        </CardContent>
      )}
      {query.hasNextPage && (
        <CardContent className="flex justify-center border-t">
          <LoadMore query={query}>{t("loadMore")}</LoadMore>
        </CardContent>
      )}
    </Card>
  );
}
