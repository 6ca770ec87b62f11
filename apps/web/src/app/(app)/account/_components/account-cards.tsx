"use client";

import type { RouterOutputs } from "@/trpc/client";
import { PasswordCard } from "./password-card";
import { SecondFactorCard } from "./second-factor-card";
import { SessionsCard } from "./sessions-card";

type AccountCardsProps = {
  /** Not so for whoever signs in with the provider alone. */
  hasPassword: boolean;
  initialStatus: RouterOutputs["users"]["secondFactor"]["status"];
  initialSessions: RouterOutputs["users"]["sessions"];
};

export function AccountCards({ hasPassword, initialStatus, initialSessions }: AccountCardsProps) {
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      {hasPassword && <PasswordCard />}
      <SecondFactorCard initialStatus={initialStatus} />
      <SessionsCard initialSessions={initialSessions} />
    </div>
  );
}
