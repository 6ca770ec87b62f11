"use client";

import { ScrollText } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { useAuditWords } from "./use-audit-words";

export function AuditTable({ initialPage }: { initialPage: RouterOutputs["audit"]["list"] }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const words = useAuditWords();
  const query = trpc.audit.list.useInfiniteQuery(
    { limit: 25 },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      initialData: { pages: [initialPage], pageParams: [null] },
    },
  );
  const lines = query.data.pages.flatMap((page) => page.items);

  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      {lines.length === 0 ? (
        <EmptyState icon={ScrollText} title={t("empty")} description={t("emptyDescription")} />
      ) : (
        <div className="pt-3">
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
          <ErrorState
            {...readAppError(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        </CardContent>
      )}
      {query.hasNextPage && (
        <CardContent className="flex justify-center border-t">
          <Button
            variant="outline"
            pending={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("loadMore")}
          </Button>
        </CardContent>
      )}
    </Card>
  );
}
