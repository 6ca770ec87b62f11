"use client";

import type { Role } from "@koppeling/api/context";
import { LogOut } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import { signOut } from "@/lib/session-client";

export type ShellUser = { email: string; name: string | null; role: Role };

type AccountPanelProps = { user: ShellUser; onNavigate?: () => void };

export function AccountPanel({ user, onNavigate }: AccountPanelProps) {
  const t = useTranslations("shell");
  const errors = useTranslations("common.error");
  const [pending, setPending] = useState(false);

  async function leave() {
    setPending(true);
    if (await signOut()) {
      window.location.assign("/sign-in");
      return;
    }
    setPending(false);
    toast.error(errors("offline"));
  }

  return (
    <div className="flex items-center gap-2">
      <Link
        href="/account"
        onClick={onNavigate}
        className="min-w-0 flex-1 rounded-md outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
      >
        <span className="block truncate text-sm font-medium" title={user.email}>
          {user.name ?? user.email}
        </span>
        <span className="block text-xs text-muted-foreground">
          {t(user.role)} · {t("account")}
        </span>
      </Link>
      <Tooltip>
        <TooltipTrigger asChild>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t("signOut")}
            pending={pending}
            onClick={() => void leave()}
          >
            {!pending && <LogOut aria-hidden />}
          </Button>
        </TooltipTrigger>
        <TooltipContent>{t("signOut")}</TooltipContent>
      </Tooltip>
    </div>
  );
}
