"use client";

import { Phone } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { CallPage } from "@/components/calls/call-item";
import { CallsResults } from "@/components/calls/calls-results";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { lazyDialog } from "@/lib/lazy-dialog";
import { trpc } from "@/trpc/client";
import { RefreshButton } from "../../_components/refresh-button";
import { RefreshLine } from "../../_components/refresh-line";
import type { Rep } from "../../_components/rep";
import { RepMenu } from "../../_components/rep-menu";
import { RepStatusBadge } from "../../_components/rep-status-badge";
import { useRepActions } from "../../_components/use-rep-actions";
import { type Refresh, useRepRefresh } from "../../_components/use-rep-refresh";
import { RepProfile } from "./rep-profile";

const RepDialogs = lazyDialog(() => import("../../_components/rep-dialogs").then((file) => file.RepDialogs));

type RepScreenProps = {
  initialRep: Rep;
  initialCalls: CallPage;
  initialRefresh: Refresh | null;
  isAdmin: boolean;
  invisible: string | null;
};

export function RepScreen({ initialRep, initialCalls, initialRefresh, isAdmin, invisible }: RepScreenProps) {
  const t = useTranslations("reps");
  const { data: rep } = trpc.salesReps.byId.useQuery({ id: initialRep.id }, { initialData: initialRep });
  const refresh = useRepRefresh(initialRefresh);
  const actions = useRepActions();
  const shown = refresh.of(rep.id);
  // What the server said of who sees this rep holds until something of them has been seen.
  const isStillSo = rep.lastSeenAt?.getTime() === initialRep.lastSeenAt?.getTime();
  return (
    <>
      <PageHeader
        title={rep.name}
        description={
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <span className="break-words">{rep.team ? `${rep.email} · ${rep.team}` : rep.email}</span>
            <RepStatusBadge rep={rep} />
          </span>
        }
        action={
          isAdmin && (
            <>
              {rep.archivedAt === null && <RefreshButton rep={rep} refresh={refresh} />}
              <RepMenu rep={rep} actions={actions} />
            </>
          )
        }
      />
      <div className="flex flex-col gap-6">
        {shown && (
          <div className="rounded-lg border bg-card px-4 py-3.5">
            <RefreshLine {...shown} />
          </div>
        )}
        <RepProfile rep={rep} invisible={isStillSo ? invisible : null} />
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <h2 className="font-semibold tracking-tight">{t("profile.calls")}</h2>
            {rep.callCount > 0 && (
              <Link
                href={`/calls?rep=${rep.id}`}
                className="rounded-sm text-sm text-primary-text underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring"
              >
                {t("profile.searchCalls")}
              </Link>
            )}
          </div>
          <CallsResults
            query={{ salesRepId: rep.id }}
            initialPage={initialCalls}
            columns={["duration", "with", "content"]}
            empty={
              <EmptyState
                icon={Phone}
                title={t("profile.noCalls")}
                description={
                  isAdmin && rep.archivedAt === null ? t("profile.noCallsAdmin") : t("profile.noCallsViewer")
                }
              />
            }
          />
        </div>
      </div>
      {isAdmin && <RepDialogs open={actions.dialog !== null} actions={actions} />}
    </>
  );
}
