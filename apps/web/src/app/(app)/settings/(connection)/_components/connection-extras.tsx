"use client";

import { type Notifications, NotificationsCard } from "./notifications-card";
import { RealtimeCard, type RealtimeStatus } from "./realtime-card";
import { RetentionCard } from "./retention-card";
import type { FathomSettings } from "./connection-form-schema";

type ConnectionExtrasProps = {
  settings: FathomSettings;
  initialRealtime: RealtimeStatus;
  initialNotifications: Notifications;
};

/** What a connection can do besides syncing. */
export function ConnectionExtras({ settings, initialRealtime, initialNotifications }: ConnectionExtrasProps) {
  return (
    <>
      <RealtimeCard initialStatus={initialRealtime} hasApiKey={settings.hasApiKey} />
      <RetentionCard days={settings.retentionDays} />
      <NotificationsCard initialNotifications={initialNotifications} />
    </>
  );
}
