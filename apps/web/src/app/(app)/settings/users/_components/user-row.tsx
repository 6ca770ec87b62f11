"use client";

import {
  Ban,
  CircleCheck,
  Eye,
  Hourglass,
  KeyRound,
  LogOut,
  ShieldCheck,
  ShieldOff,
  Smartphone,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { type Action, ActionMenu } from "@/components/ui/action-menu";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ListedUser, UserActions } from "./use-user-actions";

export function UserRow({ user, actions }: { user: ListedUser; actions: UserActions }) {
  const t = useTranslations("users");
  return (
    <li data-testid="user-row" className="flex items-center gap-3 px-5 py-3 text-sm">
      <div className="flex min-w-0 flex-1 flex-col gap-1 sm:flex-row sm:items-center sm:gap-6">
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">
            {user.name ?? user.email}
            {user.isYou && <span className="font-normal text-muted-foreground"> ({t("you")})</span>}
          </p>
          {user.name && <p className="truncate text-muted-foreground">{user.email}</p>}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Badge variant={user.role === "admin" ? "accent" : "neutral"}>
            {user.role === "admin" ? <ShieldCheck aria-hidden /> : <Eye aria-hidden />}
            {t(`role.${user.role}`)}
          </Badge>
          {user.secondFactor && (
            <Badge variant="success">
              <Smartphone aria-hidden />
              {t("secondFactor.badge")}
            </Badge>
          )}
          <UserState user={user} />
        </div>
        <p className="text-muted-foreground sm:w-44 sm:text-right">
          {user.lastSignInAt ? <RelativeTime date={user.lastSignInAt} /> : t("neverSignedIn")}
        </p>
      </div>
      <UserMenu user={user} actions={actions} />
    </li>
  );
}

function UserState({ user }: { user: ListedUser }) {
  const t = useTranslations("users.state");
  if (user.disabledAt) {
    return (
      <Badge variant="danger">
        <Ban aria-hidden />
        {t("disabled")}
      </Badge>
    );
  }
  if (user.invitePending) {
    return (
      <Badge variant="warning">
        <Hourglass aria-hidden />
        {t("invited")}
      </Badge>
    );
  }
  return null;
}

function UserMenu({ user, actions }: { user: ListedUser; actions: UserActions }) {
  const t = useTranslations("users.actions");
  const isAdmin = user.role === "admin";
  const ofActive: Action[] = [
    {
      icon: isAdmin ? Eye : ShieldCheck,
      label: t(isAdmin ? "makeViewer" : "makeAdmin"),
      onSelect: () => actions.changeRole(user),
    },
    { icon: LogOut, label: t("signOut"), onSelect: () => actions.signOut(user) },
  ];
  const ofOthers: Action[] = [
    {
      icon: KeyRound,
      label: t(user.invitePending ? "renew" : "resetPassword"),
      onSelect: () => actions.renew(user),
    },
    ...(user.secondFactor
      ? [
          {
            icon: ShieldOff,
            label: t("resetSecondFactor"),
            onSelect: () => actions.resetSecondFactor(user),
          },
        ]
      : []),
    { icon: Ban, label: t("disable"), onSelect: () => actions.disable(user) },
  ];
  return (
    <ActionMenu
      label={t("more", { name: user.name ?? user.email })}
      disabled={actions.pending}
      actions={
        user.disabledAt
          ? [{ icon: CircleCheck, label: t("enable"), onSelect: () => actions.enable(user) }]
          : [...ofActive, ...(user.isYou ? [] : ofOthers)]
      }
    />
  );
}
