"use client";

import { DownloadCloud, Telescope } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { FathomBlock } from "@/components/sync/fathom-block";
import { SyncOutcome } from "@/components/sync/sync-outcome";
import { SyncProgress } from "@/components/sync/sync-progress";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { settingsHref } from "@/lib/settings-href";
import { readAppError } from "@/trpc/app-error";
import { type RouterInputs, trpc } from "@/trpc/client";
import { SyncEstimate } from "./sync-estimate";
import { readWindow, type SyncWindow, type WindowProblem } from "./sync-window";
import { SyncWindowPicker } from "./sync-window-picker";

type SyncPanelProps = {
  configured: boolean;
  /** The run that is followed; `lost` while its progress cannot be fetched. */
  run: SyncRun | null;
  lost: boolean;
  onFollow: (runId: string) => void;
};

export function SyncPanel({ configured, run, lost, onFollow }: SyncPanelProps) {
  const t = useTranslations("sync.panel");
  const utils = trpc.useUtils();
  const [window, setWindow] = useState<SyncWindow>({ choice: "24", from: "", to: "" });
  const [asked, setAsked] = useState<RouterInputs["sync"]["estimate"] | null>(null);
  const [problem, setProblem] = useState<WindowProblem | null>(null);
  const running = run !== null && isActiveRun(run);

  const start = trpc.sync.run.useMutation({
    onSuccess: async ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(t("alreadyRunning"));
      onFollow(runId);
      await utils.sync.history.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });

  function read() {
    const { input, problem: found } = readWindow(window, new Date());
    setProblem(found);
    return input;
  }

  function begin() {
    const input = read();
    setAsked(null);
    if (input) start.mutate(input);
  }

  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {!configured && (
          <Alert variant="warning">
            <AlertDescription>
              {t.rich("notConfigured", {
                link: (chunks) => (
                  <Link
                    href={settingsHref("connection")}
                    className="font-medium underline underline-offset-4"
                  >
                    {chunks}
                  </Link>
                ),
              })}
            </AlertDescription>
          </Alert>
        )}
        <SyncWindowPicker
          window={window}
          problem={problem}
          onChange={(next) => {
            setWindow(next);
            setProblem(null);
            setAsked(null);
          }}
        />
        <div className="flex flex-wrap gap-3">
          <Button onClick={begin} disabled={!configured || running} pending={start.isPending}>
            {!start.isPending && <DownloadCloud aria-hidden />}
            {t("start")}
          </Button>
          <Button variant="outline" disabled={!configured || running} onClick={() => setAsked(read())}>
            <Telescope aria-hidden />
            {t("estimate")}
          </Button>
        </div>
        <FathomBlock isAdmin />
        {asked !== null && !running && <SyncEstimate input={asked} />}
        {run &&
          (running ? <SyncProgress run={run} lost={lost} isAdmin /> : <SyncOutcome run={run} isAdmin />)}
      </CardContent>
    </Card>
  );
}
