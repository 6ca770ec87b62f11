import { useFormatter, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RouterOutputs } from "@/trpc/client";

type SkippedGroup = RouterOutputs["skipped"]["list"]["groups"][number];

export function SkippedGroupsTable({ groups }: { groups: readonly SkippedGroup[] }) {
  const t = useTranslations("skipped");
  const format = useFormatter();
  return (
    <Table label={t("title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("recorder")}</TableHead>
          <TableHead numeric>{t("count")}</TableHead>
          <TableHead>{t("reason")}</TableHead>
          <TableHead>{t("latest")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {groups.map((group) => (
          <TableRow key={`${group.recorderEmail ?? ""} ${group.reason}`}>
            <TableCell className="min-w-48">
              <span className="font-medium">
                {group.recorderName ?? group.recorderEmail ?? t("unknownRecorder")}
              </span>
              {group.recorderName && group.recorderEmail && (
                <span className="block text-muted-foreground">{group.recorderEmail}</span>
              )}
            </TableCell>
            <TableCell numeric>{format.number(group.count)}</TableCell>
            <TableCell className="min-w-64">
              {t(`reasons.${group.reason}`)}
              <span className="block text-muted-foreground">{t(`advice.${group.reason}`)}</span>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {group.latestAt ? <RelativeTime date={group.latestAt} /> : "–"}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
