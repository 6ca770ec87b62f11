import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { CallContentIcons } from "./call-content-icons";
import type { CallItem } from "./call-item";
import { InternalBadge } from "./internal-badge";
import { useCallWords } from "./use-call-words";

type CallsTableProps = { calls: readonly CallItem[]; showRep: boolean };

export function CallsTable({ calls, showRep }: CallsTableProps) {
  const t = useTranslations("calls.columns");
  const format = useFormatter();
  const words = useCallWords();
  return (
    <Table label={t("label")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("when")}</TableHead>
          <TableHead>{t("title")}</TableHead>
          {showRep && <TableHead>{t("rep")}</TableHead>}
          <TableHead numeric>{t("duration")}</TableHead>
          <TableHead>{t("with")}</TableHead>
          <TableHead>{t("content")}</TableHead>
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
                <Link
                  href={`/calls/${call.id}`}
                  dir="auto"
                  title={call.title}
                  className="line-clamp-2 rounded-sm font-medium break-words underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
                >
                  {call.title}
                </Link>
                <InternalBadge isExternal={call.isExternal} />
              </span>
            </TableCell>
            {showRep && (
              <TableCell className="whitespace-nowrap">
                <Link
                  href={`/reps/${call.salesRep.id}`}
                  className="rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
                >
                  {call.salesRep.name}
                </Link>
              </TableCell>
            )}
            <TableCell numeric>{words.duration(call.durationSeconds)}</TableCell>
            <TableCell className="max-w-60 truncate text-muted-foreground" title={words.withWhom(call)}>
              {words.withWhom(call)}
            </TableCell>
            <TableCell>
              <CallContentIcons call={call} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
