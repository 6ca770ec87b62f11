import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { SessionKeeper } from "@/components/shell/session-keeper";
import { requireUser } from "@/server/require-user";
import { TrpcProvider } from "@/trpc/provider";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  return (
    <TrpcProvider>
      <SessionKeeper />
      <AppShell user={user}>{children}</AppShell>
    </TrpcProvider>
  );
}
