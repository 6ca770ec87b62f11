import type { ReactNode } from "react";
import { AccountNotices } from "@/components/shell/account-notices";
import { AppShell } from "@/components/shell/app-shell";
import { HealthBanner } from "@/components/shell/health-banner";
import { SessionKeeper } from "@/components/shell/session-keeper";
import { UnsavedChangesGuard } from "@/components/shell/unsaved-changes-guard";
import { Clock } from "@/components/ui/relative-time";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { TrpcProvider } from "@/trpc/provider";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const caller = await getCaller();
  const [health, notices] = await Promise.all([caller.notifications.health(), caller.users.notices()]);
  return (
    <TrpcProvider>
      <SessionKeeper />
      <UnsavedChangesGuard />
      <Clock>
        <AppShell
          user={user}
          banner={
            <>
              <AccountNotices initialNotices={notices} />
              <HealthBanner initialHealth={health} isAdmin={user.role === "admin"} />
            </>
          }
        >
          {children}
        </AppShell>
      </Clock>
    </TrpcProvider>
  );
}
