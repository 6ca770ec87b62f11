import { TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { LastTime } from "../../_components/last-time";
import type { Rep } from "../../_components/rep";

type RepProfileProps = {
  rep: Rep;
  /** Why this key shows nothing of them, in a sentence; null when it does, and for who may not know. */
  invisible: string | null;
};

export function RepProfile({ rep, invisible }: RepProfileProps) {
  const t = useTranslations("reps.profile");
  const format = useFormatter();
  const isUnseen = rep.archivedAt === null && rep.lastSeenAt === null;
  return (
    <Card aria-label={t("title")} data-testid="rep-profile" className="flex flex-col">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-5 p-5 sm:grid-cols-3 xl:grid-cols-6">
        <Figure name={t("callCount")} large>
          {format.number(rep.callCount)}
        </Figure>
        <Figure name={t("calls30d")} large>
          {format.number(rep.calls30d)}
        </Figure>
        <Figure name={t("talkTime")} large>
          {t("hours", {
            hours: Math.floor(rep.seconds30d / 3600),
            minutes: Math.floor((rep.seconds30d % 3600) / 60),
          })}
        </Figure>
        <Figure name={t("lastCall")}>
          <LastTime date={rep.lastCallAt} />
        </Figure>
        <Figure name={t("lastSeen")}>
          <LastTime date={rep.lastSeenAt} />
        </Figure>
        <Figure name={t("lastSync")}>
          <LastTime date={rep.lastSyncAt} />
        </Figure>
      </dl>
      {rep.aliases.length > 0 && (
        <div className="border-t px-5 py-4 text-sm">
          <h2 className="text-xs text-muted-foreground">{t("aliases")}</h2>
          <ul className="mt-1 flex flex-col gap-0.5">
            {rep.aliases.map((alias) => (
              <li key={alias} className="break-all">
                {alias}
              </li>
            ))}
          </ul>
        </div>
      )}
      {(invisible !== null || isUnseen) && (
        <p className="flex gap-2.5 border-t px-5 py-4 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
          <span className="text-pretty">{invisible ?? t("unseen", { name: rep.name })}</span>
        </p>
      )}
    </Card>
  );
}

function Figure({ name, large = false, children }: { name: string; large?: boolean; children: ReactNode }) {
  return (
    <div className="flex flex-col justify-between gap-1">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className={large ? "text-2xl font-semibold tracking-tight tabular-nums" : "text-sm leading-8"}>
        {children}
      </dd>
    </div>
  );
}
