import { RotateCcw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { SyncRun } from "@/components/sync/sync-run";
import { Button } from "@/components/ui/button";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";

type SyncReplayButtonProps = { run: SyncRun; disabled: boolean; onReplay: (runId: string) => void };

export function SyncReplayButton({ run, disabled, onReplay }: SyncReplayButtonProps) {
  const t = useTranslations("sync.history");
  const format = useFormatter();
  const date = format.dateTime(run.startedAt ?? run.createdAt, "moment");
  return (
    <Tooltip>
      <TooltipTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          disabled={disabled}
          aria-label={t("replayOf", { date })}
          onClick={() => onReplay(run.runId)}
        >
          <RotateCcw aria-hidden />
        </Button>
      </TooltipTrigger>
      <TooltipContent>{t("replay")}</TooltipContent>
    </Tooltip>
  );
}
