import { useFormatter, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { SyncRun } from "./sync-run";

const figures = ["processed", "imported", "updated", "skipped", "errors"] as const;

export function SyncFigures({ run }: { run: SyncRun }) {
  const t = useTranslations("sync.figures");
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-3 gap-3 sm:grid-cols-5">
      {figures.map((figure) => (
        <div key={figure}>
          <dt className="text-xs text-muted-foreground">{t(figure)}</dt>
          <dd
            className={cn(
              "text-xl font-semibold tabular-nums",
              figure === "errors" && run.errors > 0 && "text-danger-text",
            )}
          >
            {format.number(run[figure])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
