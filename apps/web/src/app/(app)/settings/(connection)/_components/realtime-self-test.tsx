import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { RouterOutputs } from "@/trpc/client";

type SelfTest = RouterOutputs["realtime"]["selfTest"];

const stations = ["arrived", "stored", "matched"] as const;

/** How far the test delivery came, station by station. */
export function RealtimeSelfTest({ outcome }: { outcome: SelfTest }) {
  const t = useTranslations("realtime.selfTest");
  return (
    <section
      aria-label={t("outcome")}
      data-testid="self-test"
      className="rounded-lg border px-4 py-3.5 text-sm"
    >
      <p
        role="status"
        className={cn("font-medium", outcome.success ? "text-success-text" : "text-danger-text")}
      >
        {t(outcome.success ? "passed" : "failed")}
      </p>
      <ol className="mt-2.5 flex flex-col gap-2">
        {stations.map((station) => {
          const { ok, detail } = outcome[station];
          const Icon = ok ? CircleCheck : CircleX;
          return (
            <li key={station} className="flex gap-2.5">
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-4 shrink-0", ok ? "text-success-text" : "text-danger-text")}
              />
              <span className="min-w-0">
                <span className="font-medium">{t(`stations.${station}`)}</span>
                <span className="sr-only"> ({t(ok ? "ok" : "notOk")})</span>
                <span className="block text-pretty break-words text-muted-foreground">{detail}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
