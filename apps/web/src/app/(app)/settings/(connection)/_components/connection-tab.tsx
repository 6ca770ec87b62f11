"use client";

import { FlaskConical } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";
import { trpc } from "@/trpc/client";
import type { ConnectionCardsProps } from "./connection-cards";
import { ConnectionStatusCard } from "./connection-status-card";

/** After the page, as forms are: what can't be pressed yet is not shown as if it could. */
const ConnectionCards = dynamic(() => import("./connection-cards").then((file) => file.ConnectionCards), {
  ssr: false,
  loading: () => <Skeleton id="teams" className="h-320 w-full rounded-xl" />,
});

export function ConnectionTab({ settings: initialSettings, ...initial }: ConnectionCardsProps) {
  const t = useTranslations("connection");
  const { data: settings } = trpc.fathomSettings.get.useQuery(undefined, { initialData: initialSettings });
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <ConnectionStatusCard settings={settings} />
      {settings.sandbox && (
        <p className="flex gap-3 rounded-lg border bg-muted px-4 py-3 text-sm">
          <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0 text-primary-text" />
          <span>
            <span className="font-medium">{t("sandbox.title")}</span>{" "}
            <span className="text-muted-foreground">{t("sandbox.description")}</span>
          </span>
        </p>
      )}
      <ConnectionCards settings={settings} {...initial} />
    </div>
  );
}
