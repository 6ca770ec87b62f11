import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { CallContentIcons } from "./call-content-icons";
import type { OptionalColumn } from "./call-columns";
import type { CallItem } from "./call-item";
import { CallMatch, CallTitle } from "./call-title";
import { InternalBadge } from "./internal-badge";
import { useCallWords } from "./use-call-words";

type CallsTableProps = {
  calls: readonly CallItem[];
  columns: readonly OptionalColumn[];
  search: string | undefined;
};

export function CallsTable({ calls, columns, search }: CallsTableProps) {
  const t = useTranslations("calls.columns");
  const format = useFormatter();
  const words = useCallWords();
  const shows = (column: OptionalColumn) => columns.includes(column);
  return (
    <Table label={t("label")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("when")}</TableHead>
          <TableHead>{t("title")}</TableHead>
          {shows("rep") && <TableHead>{t("rep")}</TableHead>}
          {shows("duration") && <TableHead numeric>{t("duration")}</TableHead>}
          {shows("with") && <TableHead className="max-xl:hidden">{t("with")}</TableHead>}
          {shows("team") && <TableHead>{t("team")}</TableHead>}
          {shows("content") && <TableHead>{t("content")}</TableHead>}
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.map((call) => (
          <TableRow key={call.id} data-testid="call-row">
            <TableCell className="whitespace-nowrap text-muted-foreground tabular-nums">
              <time dateTime={call.startedAt.toISOString()} title={format.dateTime(call.startedAt, "exact")}>
                {words.when(call.startedAt)}
              </time>
            </TableCell>
            <TableCell className="w-full min-w-56">
              <span className="flex items-center gap-2">
                <CallTitle
                  call={call}
                  search={search}
                  className="line-clamp-2 rounded-sm underline-offset-4 hover:underline focus-visible:ring-2 focus-visible:ring-ring"
                />
                <InternalBadge isExternal={call.isExternal} />
              </span>
              <CallMatch call={call} />
              {/* Where there is no room for the column, but still for who it was. */}
              {shows("with") && (
                <p className="line-clamp-1 text-muted-foreground xl:hidden" title={words.withWhom(call)}>
                  {words.withWhom(call)}
                </p>
              )}
            </TableCell>
            {shows("rep") && (
              <TableCell className="whitespace-nowrap">
                <Link
                  href={`/reps/${call.salesRep.id}`}
                  className="rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
                >
                  {call.salesRep.name}
                </Link>
              </TableCell>
            )}
            {shows("duration") && <TableCell numeric>{words.duration(call)}</TableCell>}
            {shows("with") && (
              <TableCell
                className="max-w-60 truncate text-muted-foreground max-xl:hidden"
                title={words.withWhom(call)}
              >
                {words.withWhom(call)}
              </TableCell>
            )}
            {shows("team") && <TableCell className="whitespace-nowrap">{call.team ?? "–"}</TableCell>}
            {shows("content") && (
              <TableCell>
                <CallContentIcons call={call} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
