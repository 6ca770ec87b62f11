"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { toast } from "@/lib/toast";
import type { RouterOutputs } from "@/trpc/client";

type Health = Pick<RouterOutputs["notifications"]["health"], "problems" | "well">;

const KEY = "koppeling-problems";

/** Whoever has seen that something was wrong in this tab, is told once that it is well again. */
export function useRecoveryNotice({ problems, well }: Health) {
  const t = useTranslations("shell.health");
  useEffect(() => {
    const seen = (window.sessionStorage.getItem(KEY) ?? "").split(" ");
    for (const kind of well) if (seen.includes(kind)) toast.success(t(`${kind}.over`));
    const still = seen.filter((kind) => kind !== "" && !well.some((known) => known === kind));
    window.sessionStorage.setItem(KEY, [...new Set([...still, ...problems])].join(" "));
  }, [problems, well, t]);
}
