"use client";

import { CircleCheck, CirclePause, FlaskConical, Radio, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Progress } from "@/components/ui/progress";
import { Question } from "@/components/ui/question";
import { RelativeTime } from "@/components/ui/relative-time";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { RealtimeParked } from "./realtime-parked";
import { RealtimeSelfTest } from "./realtime-self-test";
import { useRealtime } from "./use-realtime";

export type RealtimeStatus = RouterOutputs["realtime"]["status"];

type RealtimeCardProps = { initialStatus: RealtimeStatus; hasApiKey: boolean };

/** Fathom itself says that a call is ready: one press, and a test along the whole road. */
export function RealtimeCard({ initialStatus, hasApiKey }: RealtimeCardProps) {
  const t = useTranslations("realtime");
  const { data: status } = trpc.realtime.status.useQuery(undefined, { initialData: initialStatus });
  const realtime = useRealtime();
  const [leaving, setLeaving] = useState(false);
  return (
    <Card id="realtime" data-testid="realtime" className="scroll-mt-20">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          <Radio aria-hidden className="size-4.5 text-primary-text" />
          {t("title")}
          <Badge variant={status.on ? "success" : "neutral"}>
            {status.on ? <CircleCheck aria-hidden /> : <CirclePause aria-hidden />}
            {t(status.on ? "on" : "off")}
          </Badge>
        </CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4 empty:pt-0">
        {status.addressProblem && (
          <Alert variant="warning">
            <AlertDescription>{status.addressProblem}</AlertDescription>
          </Alert>
        )}
        {!hasApiKey && !status.on && <p className="text-sm text-muted-foreground">{t("needsKey")}</p>}
        {status.on && <RealtimeFacts status={status} />}
        {realtime.isTesting && (
          <div role="status" className="flex flex-col gap-2 text-sm">
            <p>{t("selfTest.running")}</p>
            <Progress aria-label={t("selfTest.running")} className="h-1.5 max-w-sm" />
          </div>
        )}
        {realtime.selfTest && !realtime.isTesting && <RealtimeSelfTest outcome={realtime.selfTest} />}
        {status.parked > 0 && <RealtimeParked count={status.parked} />}
      </CardContent>
      <CardFooter className="flex-wrap gap-3">
        {status.on ? (
          <>
            <Button variant="outline" pending={realtime.isTesting} onClick={() => void realtime.test()}>
              {!realtime.isTesting && <FlaskConical aria-hidden />}
              {t("selfTest.action")}
            </Button>
            <Button variant="destructive" onClick={() => setLeaving(true)}>
              {t("disable.action")}
            </Button>
          </>
        ) : (
          <Button
            disabled={!hasApiKey || status.addressProblem !== null}
            pending={realtime.isEnabling}
            onClick={() => void realtime.enable()}
          >
            {!realtime.isEnabling && <Radio aria-hidden />}
            {t("enable")}
          </Button>
        )}
      </CardFooter>
      <RealtimeOffDialog open={leaving} managed={status.managed} onOpenChange={setLeaving} />
    </Card>
  );
}

function RealtimeFacts({ status }: { status: RealtimeStatus }) {
  const t = useTranslations("realtime.facts");
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-3 text-sm">
      {!status.managed && (
        <p className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
          <span className="text-pretty">{t("byHand")}</span>
        </p>
      )}
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted-foreground">{t("url")}</dt>
        <dd className="min-w-0 break-all">{status.url}</dd>
        <dt className="text-muted-foreground">{t("last")}</dt>
        <dd>{status.lastEventAt ? <RelativeTime date={status.lastEventAt} /> : t("none")}</dd>
        {status.waiting > 0 && (
          <>
            <dt className="text-muted-foreground">{t("waiting")}</dt>
            <dd className="tabular-nums">{format.number(status.waiting)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

type RealtimeOffDialogProps = {
  open: boolean;
  /** Registered at Fathom from here; else only the secret is forgotten. */
  managed: boolean;
  onOpenChange: (open: boolean) => void;
};

function RealtimeOffDialog({ managed, ...dialog }: RealtimeOffDialogProps) {
  const t = useTranslations("realtime");
  const utils = trpc.useUtils();
  const disable = trpc.realtime.disable.useMutation({
    onSuccess: async (status) => {
      utils.realtime.status.setData(undefined, status);
      toast.success(t("disable.done"));
      dialog.onOpenChange(false);
      await utils.fathomSettings.get.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return (
    <Dialog {...dialog}>
      <DialogContent>
        <Question
          title={t("disable.title")}
          description={t(managed ? "disable.description" : "disable.descriptionByHand")}
          action={t("disable.action")}
          destructive
          pending={disable.isPending}
          onYes={() => disable.mutate()}
        />
      </DialogContent>
    </Dialog>
  );
}
