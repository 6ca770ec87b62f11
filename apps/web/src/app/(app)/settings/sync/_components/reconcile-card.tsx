"use client";

import { GitCompareArrows, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { Label } from "@/components/ui/label";
import { RelativeTime } from "@/components/ui/relative-time";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { ReconcileNotSeen } from "./reconcile-not-seen";

export type Difference = RouterOutputs["reconcile"]["latest"];

const CHOICES = [7, 30, 90, 365, 730];

type ReconcileCardProps = {
  initialDifference: Difference;
  /** There is a key, and no run is under way. */
  canStart: boolean;
  onFollow: (runId: string) => void;
};

/** Compares what is here with what Fathom has, in words that a person can repeat. */
export function ReconcileCard({ initialDifference, canStart, onFollow }: ReconcileCardProps) {
  const t = useTranslations("sync.reconcile");
  const id = useId();
  const utils = trpc.useUtils();
  const [days, setDays] = useState("30");
  const { data: difference } = trpc.reconcile.latest.useQuery(undefined, { initialData: initialDifference });
  const run = trpc.reconcile.run.useMutation({
    onSuccess: async ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(t("alreadyRunning"));
      onFollow(runId);
      await utils.sync.history.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return (
    <Card data-testid="reconcile">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {difference && <DifferenceWords difference={difference} />}
        <div className="flex flex-wrap items-end gap-3">
          <div className="grid w-48 gap-2">
            <Label htmlFor={id}>{t("days")}</Label>
            <Choice
              id={id}
              value={days}
              onChange={setDays}
              choices={CHOICES.map((count) => ({ value: String(count), text: t("lastDays", { count }) }))}
            />
          </div>
          <Button
            variant="outline"
            disabled={!canStart}
            pending={run.isPending}
            onClick={() => run.mutate({ days: Number(days) })}
          >
            {!run.isPending && <GitCompareArrows aria-hidden />}
            {t("start")}
          </Button>
        </div>
      </CardContent>
    </Card>
  );
}

function DifferenceWords({ difference }: { difference: NonNullable<Difference> }) {
  const t = useTranslations("sync.reconcile");
  const { days, at, inFathom, known, missing, fetched, notSeen, complete } = difference;
  return (
    <div data-testid="difference" className="flex flex-col gap-1.5 text-sm tabular-nums">
      <p className="font-medium">
        {t.rich("inFathom", { days, count: inFathom, time: () => <RelativeTime key="at" date={at} /> })}
      </p>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-muted-foreground">
        <li>{t("known", { count: known })}</li>
        <li>{t("missing", { count: missing, fetched })}</li>
        <li>{t("notSeen", { count: notSeen })}</li>
      </ul>
      {!complete && (
        <p className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
          {t("incomplete")}
        </p>
      )}
      {notSeen > 0 && <ReconcileNotSeen />}
    </div>
  );
}
