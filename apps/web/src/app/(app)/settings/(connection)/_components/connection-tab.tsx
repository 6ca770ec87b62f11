"use client";

import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { trpc } from "@/trpc/client";
import { ConnectionForm } from "./connection-form";
import { ConnectionStatusCard } from "./connection-status-card";
import type { FathomSettings } from "./connection-form-schema";
import { type Notifications, NotificationsCard } from "./notifications-card";
import { RealtimeCard, type RealtimeStatus } from "./realtime-card";
import { RetentionCard } from "./retention-card";

type ConnectionTabProps = {
  initialSettings: FathomSettings;
  initialRealtime: RealtimeStatus;
  initialNotifications: Notifications;
};

export function ConnectionTab({
  initialSettings,
  initialRealtime,
  initialNotifications,
}: ConnectionTabProps) {
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
      <ConnectionForm settings={settings} />
      <RealtimeCard initialStatus={initialRealtime} hasApiKey={settings.hasApiKey} />
      <RetentionCard days={settings.retentionDays} />
      <NotificationsCard initialNotifications={initialNotifications} />
    </div>
  );
}
