import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { LastTime } from "./last-time";
import { RefreshButton } from "./refresh-button";
import { RefreshLine } from "./refresh-line";
import type { Rep } from "./rep";
import { RepMenu } from "./rep-menu";
import { RepName } from "./rep-name";
import { RepStatusBadge } from "./rep-status-badge";
import type { RepActions } from "./use-rep-actions";
import type { RepRefresh } from "./use-rep-refresh";

/** What an admin can do; null for somebody who only looks. */
export type RepAdmin = { refresh: RepRefresh; actions: RepActions } | null;

export function RepsTable({ reps, admin }: { reps: readonly Rep[]; admin: RepAdmin }) {
  const t = useTranslations("reps.columns");
  return (
    <Table label={t("label")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("status")}</TableHead>
          <TableHead numeric>{t("calls30d")}</TableHead>
          <TableHead>{t("lastCall")}</TableHead>
          <TableHead className="max-xl:hidden">{t("lastSync")}</TableHead>
          <TableHead className="max-xl:hidden" title={t("lastSeenExplained")}>
            {t("lastSeen")}
          </TableHead>
          {admin && (
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          )}
        </TableRow>
      </TableHeader>
      <TableBody>
        {reps.map((rep) => (
          <RepRow key={rep.id} rep={rep} admin={admin} />
        ))}
      </TableBody>
    </Table>
  );
}

function RepRow({ rep, admin }: { rep: Rep; admin: RepAdmin }) {
  const format = useFormatter();
  const shown = admin?.refresh.of(rep.id) ?? null;
  return (
    <>
      <TableRow data-testid="rep-row" className={shown ? "border-b-0" : undefined}>
        <TableCell className="w-full max-w-0 min-w-48">
          <RepName rep={rep} />
        </TableCell>
        <TableCell className="*:align-middle">
          <RepStatusBadge rep={rep} />
        </TableCell>
        <TableCell numeric>{format.number(rep.calls30d)}</TableCell>
        <TableCell className="whitespace-nowrap">
          <LastTime date={rep.lastCallAt} />
        </TableCell>
        <TableCell className="whitespace-nowrap max-xl:hidden">
          <LastTime date={rep.lastSyncAt} />
        </TableCell>
        <TableCell className="whitespace-nowrap max-xl:hidden">
          <LastTime date={rep.lastSeenAt} />
        </TableCell>
        {admin && (
          <TableCell>
            <div className="flex items-center justify-end gap-1">
              {rep.archivedAt === null && <RefreshButton rep={rep} refresh={admin.refresh} size="sm" />}
              <RepMenu rep={rep} actions={admin.actions} />
            </div>
          </TableCell>
        )}
      </TableRow>
      {shown && (
        <TableRow className="hover:bg-transparent">
          <TableCell colSpan={7} className="pt-0 pb-4">
            <RefreshLine {...shown} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
