import { useFormatter, useTranslations } from "next-intl";
import { LastTime } from "./last-time";
import { RefreshButton } from "./refresh-button";
import { RefreshLine } from "./refresh-line";
import type { Rep } from "./rep";
import { RepMenu } from "./rep-menu";
import { RepName } from "./rep-name";
import { RepStatusBadge } from "./rep-status-badge";
import type { RepAdmin } from "./reps-table";

export function RepCards({ reps, admin }: { reps: readonly Rep[]; admin: RepAdmin }) {
  const t = useTranslations("reps.columns");
  const format = useFormatter();
  return (
    <ul aria-label={t("label")} className="divide-y">
      {reps.map((rep) => {
        const shown = admin?.refresh.of(rep.id) ?? null;
        return (
          <li key={rep.id} data-testid="rep-card" className="flex flex-col gap-3 px-4 py-4 text-sm">
            <div className="flex items-start justify-between gap-3">
              <RepName rep={rep} />
              <RepStatusBadge rep={rep} />
            </div>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)] gap-x-5 gap-y-3">
              <div>
                <dt className="text-xs text-muted-foreground">{t("calls30d")}</dt>
                <dd className="tabular-nums">{format.number(rep.calls30d)}</dd>
              </div>
              <div>
                <dt className="text-xs text-muted-foreground">{t("lastCall")}</dt>
                <dd>
                  <LastTime date={rep.lastCallAt} />
                </dd>
              </div>
              <div>
                <dt className="text-xs text-muted-foreground">{t("lastSeen")}</dt>
                <dd>
                  <LastTime date={rep.lastSeenAt} />
                </dd>
              </div>
            </dl>
            {admin && (
              <div className="flex items-center justify-between gap-2">
                {rep.archivedAt === null ? (
                  <RefreshButton rep={rep} refresh={admin.refresh} size="sm" />
                ) : (
                  <span />
                )}
                <RepMenu rep={rep} actions={admin.actions} />
              </div>
            )}
            {shown && <RefreshLine {...shown} />}
          </li>
        );
      })}
    </ul>
  );
}
