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
          <TableHead className="max-md:hidden">{t("reason")}</TableHead>
          <TableHead className="max-md:hidden">{t("latest")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {groups.map((group) => (
          <TableRow key={`${group.recorderEmail ?? ""} ${group.reason}`}>
            <TableCell className="md:min-w-48">
              <span className="font-medium">
                {group.recorderName ?? group.recorderEmail ?? t("unknownRecorder")}
              </span>
              {group.recorderName && group.recorderEmail && (
                <span className="block break-all text-muted-foreground">{group.recorderEmail}</span>
              )}
              {/* On a phone there is no room for a column beside it. */}
              <div className="mt-1.5 md:hidden">
                <SkippedReason reason={group.reason} />
              </div>
            </TableCell>
            <TableCell numeric className="max-md:align-top">
              {format.number(group.count)}
            </TableCell>
            <TableCell className="min-w-64 max-md:hidden">
              <SkippedReason reason={group.reason} />
            </TableCell>
            <TableCell className="whitespace-nowrap max-md:hidden">
              {group.latestAt ? <RelativeTime date={group.latestAt} /> : "–"}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function SkippedReason({ reason }: { reason: SkippedGroup["reason"] }) {
  const t = useTranslations("skipped");
  return (
    <>
      {t(`reasons.${reason}`)}
      <span className="block text-muted-foreground">{t(`advice.${reason}`)}</span>
    </>
  );
}
