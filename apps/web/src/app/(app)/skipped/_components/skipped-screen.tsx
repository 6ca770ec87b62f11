"use client";

import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { QueryError } from "@/components/query-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { lazyDialog } from "@/lib/lazy-dialog";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { useRepActions } from "../../reps/_components/use-rep-actions";
import { type CallQuestionList, CallQuestions } from "./call-questions";
import { groupKey, type SkippedGroup, type SkippedList } from "./skipped-group";
import { SkippedGroupRow } from "./skipped-group-row";
import { SkippedResolvedCard } from "./skipped-resolved-card";
import { useResolveSkipped } from "./use-resolve-skipped";

const RepDialogs = lazyDialog(() =>
  import("../../reps/_components/rep-dialogs").then((file) => file.RepDialogs),
);

const SkippedLinkDialog = lazyDialog(() =>
  import("./skipped-link-dialog").then((file) => file.SkippedLinkDialog),
);

type SkippedScreenProps = {
  initialSkipped: SkippedList;
  initialQuestions: CallQuestionList;
  initialReps: RouterOutputs["salesReps"]["list"];
};

export function SkippedScreen({ initialSkipped, initialQuestions, initialReps }: SkippedScreenProps) {
  const t = useTranslations("skipped");
  const query = trpc.skipped.list.useQuery(undefined, { initialData: initialSkipped });
  const { data: reps } = trpc.salesReps.list.useQuery(
    { includeArchived: true },
    { initialData: initialReps },
  );
  const resolving = useResolveSkipped();
  const repActions = useRepActions();
  const [choosing, setChoosing] = useState<SkippedGroup | null>(null);
  const { groups } = query.data;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="flex flex-col gap-5">
        {resolving.resolved && (
          <SkippedResolvedCard
            key={`${resolving.resolved.recorderEmail} ${resolving.resolved.runId ?? ""}`}
            resolved={resolving.resolved}
            undoing={resolving.undoing}
            onUndo={resolving.takeBack}
          />
        )}
        {query.isError && <QueryError query={query} />}
        <CallQuestions initialQuestions={initialQuestions} reps={reps.items} />
        <Card>
          {groups.length === 0 ? (
            <EmptyState icon={CircleCheck} title={t("empty")} description={t("emptyDescription")} />
          ) : (
            <>
              <p className="border-b px-5 py-3.5 text-sm text-muted-foreground tabular-nums">
                {t("total", { count, groups: groups.length })}
              </p>
              <ul aria-label={t("title")} className="divide-y">
                {groups.map((group) => (
                  <SkippedGroupRow
                    key={groupKey(group)}
                    group={group}
                    reps={reps.items}
                    resolving={resolving}
                    onChoose={() => setChoosing(group)}
                    onRestore={repActions.askToRestore}
                  />
                ))}
              </ul>
            </>
          )}
        </Card>
      </div>
      <SkippedLinkDialog
        open={choosing !== null}
        group={choosing}
        reps={reps.items}
        resolving={resolving}
        onClose={() => setChoosing(null)}
      />
      <RepDialogs open={repActions.dialog !== null} actions={repActions} />
    </>
  );
}
