import { SKIP_REASONS } from "@koppeling/api/reasons";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { badgeVariants } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import type { SyncRun } from "./sync-run";

type SkippedReasonChipsProps = {
  skippedByReason: SyncRun["skippedByReason"];
  /** The list behind them is for admins. */
  linked: boolean;
};

export function SkippedReasonChips({ skippedByReason, linked }: SkippedReasonChipsProps) {
  const t = useTranslations("sync");
  const present = SKIP_REASONS.filter((reason) => skippedByReason[reason] > 0);
  if (present.length === 0) return null;
  return (
    <ul aria-label={t("result.whySkipped")} className="flex flex-wrap gap-2">
      {present.map((reason) => {
        const text = t(`reason.${reason}`, { count: skippedByReason[reason] });
        return (
          <li key={reason} className="flex">
            {reason === "unchanged" || !linked ? (
              <span className={badgeVariants()}>{text}</span>
            ) : (
              <Link
                href="/skipped"
                className={cn(
                  badgeVariants({ variant: "accent" }),
                  "outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring",
                )}
              >
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
