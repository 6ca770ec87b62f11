"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import type { Rep } from "./rep";
import type { RepRefresh } from "./use-rep-refresh";

type RefreshButtonProps = { rep: Rep; refresh: RepRefresh; size?: "sm" | "default" };

export function RefreshButton({ rep, refresh, size }: RefreshButtonProps) {
  const t = useTranslations("reps.refresh");
  const pending = refresh.isPending(rep.id);
  return (
    <Tooltip>
      <TooltipTrigger asChild>
        <Button
          variant="outline"
          size={size}
          pending={pending}
          aria-label={t("of", { name: rep.name })}
          onClick={() => void refresh.begin(rep.id)}
        >
          {!pending && <RefreshCw aria-hidden />}
          {t("action")}
        </Button>
      </TooltipTrigger>
      <TooltipContent>{t("explained")}</TooltipContent>
    </Tooltip>
  );
}
