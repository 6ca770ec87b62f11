"use client";

import { ConnectionForm } from "./connection-form";
import type { FathomSettings } from "./connection-form-schema";
import { type Notifications, NotificationsCard } from "./notifications-card";
import { RealtimeCard, type RealtimeStatus } from "./realtime-card";
import { RetentionCard } from "./retention-card";

export type ConnectionCardsProps = {
  settings: FathomSettings;
  initialRealtime: RealtimeStatus;
  initialNotifications: Notifications;
};

/** The connection's form, and what a connection can do besides syncing. */
export function ConnectionCards({ settings, initialRealtime, initialNotifications }: ConnectionCardsProps) {
  return (
    <>
      <ConnectionForm settings={settings} />
      <RealtimeCard initialStatus={initialRealtime} hasApiKey={settings.hasApiKey} />
      <RetentionCard days={settings.retentionDays} />
      <NotificationsCard initialNotifications={initialNotifications} />
    </>
  );
}
