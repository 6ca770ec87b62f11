import { ITEM_REASONS } from "@koppeling/api/reasons";
import { CircleCheck, CircleMinus, CircleX, type LucideIcon, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RouterOutputs } from "@/trpc/client";

type Decision = RouterOutputs["sync"]["decisions"]["items"][number];

const looks: Record<
  Decision["outcome"],
  { icon: LucideIcon; variant: "success" | "accent" | "neutral" | "danger" }
> = {
  imported: { icon: CircleCheck, variant: "success" },
  updated: { icon: RefreshCw, variant: "accent" },
  skipped: { icon: CircleMinus, variant: "neutral" },
  error: { icon: CircleX, variant: "danger" },
};

export function SyncDecisionRow({ item }: { item: Decision }) {
  const t = useTranslations("sync.decisions");
  const format = useFormatter();
  const { icon: Icon, variant } = looks[item.outcome];
  const reason = ITEM_REASONS.find((known) => known === item.reason);
  const who = item.recorderName ?? item.recorderEmail;
  return (
    <li className="flex flex-col gap-1.5 px-3.5 py-2.5 text-sm sm:flex-row sm:items-center sm:gap-4">
      <Badge variant={variant} className="sm:w-32">
        <Icon aria-hidden />
        {t(`outcome.${item.outcome}`)}
      </Badge>
      <div className="min-w-0 flex-1">
        {item.callId && item.title ? (
          <Link
            href={`/calls/${item.callId}`}
            className="rounded-sm font-medium break-words outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
          >
            {item.title}
          </Link>
        ) : (
          <span>{t("noCall")}</span>
        )}
        <p className="break-words text-muted-foreground">
          {[who, item.recordedAt && format.dateTime(item.recordedAt, "moment")].filter(Boolean).join(" · ")}
        </p>
      </div>
      {reason && <p className="text-muted-foreground sm:max-w-64 sm:text-right">{t(`reason.${reason}`)}</p>}
    </li>
  );
}
