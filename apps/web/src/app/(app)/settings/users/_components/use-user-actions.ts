"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";

export type ListedUser = RouterOutputs["users"]["list"]["items"][number];

/** A one-time link, and whom it is for. */
export type InviteLink = { email: string; inviteUrl: string; expiresAt: Date };

export function useUserActions() {
  const t = useTranslations("users");
  const utils = trpc.useUtils();
  const [link, setLink] = useState<InviteLink | null>(null);
  const onError = (error: unknown) => {
    toast.error(readAppError(error).message ?? t("failed"));
  };
  const refresh = () => utils.users.invalidate();
  const update = trpc.users.update.useMutation({ onError, onSettled: refresh });
  const disable = trpc.users.disable.useMutation({ onError, onSettled: refresh });
  const enable = trpc.users.enable.useMutation({ onError, onSettled: refresh });
  const renew = trpc.users.renewInvite.useMutation({ onError, onSettled: refresh });
  const resetSecondFactor = trpc.users.secondFactor.reset.useMutation({ onError, onSettled: refresh });
  const signOut = trpc.users.signOutEverywhere.useMutation({ onError });
  const name = (user: ListedUser) => user.name ?? user.email;

  return {
    link,
    showLink: setLink,
    pending:
      resetSecondFactor.isPending ||
      update.isPending ||
      disable.isPending ||
      enable.isPending ||
      renew.isPending,
    changeRole: (user: ListedUser) =>
      update.mutate(
        { id: user.id, role: user.role === "admin" ? "viewer" : "admin" },
        { onSuccess: (changed) => toast.success(t(`done.${changed.role}`, { name: name(user) })) },
      ),
    disable: (user: ListedUser) =>
      disable.mutate(
        { id: user.id },
        { onSuccess: () => toast.success(t("done.disabled", { name: name(user) })) },
      ),
    enable: (user: ListedUser) =>
      enable.mutate(
        { id: user.id },
        { onSuccess: () => toast.success(t("done.enabled", { name: name(user) })) },
      ),
    renew: (user: ListedUser) =>
      renew.mutate({ id: user.id }, { onSuccess: (made) => setLink({ email: user.email, ...made }) }),
    resetSecondFactor: (user: ListedUser) =>
      resetSecondFactor.mutate(
        { id: user.id },
        { onSuccess: () => toast.success(t("done.secondFactorReset", { name: name(user) })) },
      ),
    signOut: (user: ListedUser) =>
      signOut.mutate(
        { id: user.id },
        { onSuccess: () => toast.success(t("done.signedOut", { name: name(user) })) },
      ),
  };
}

export type UserActions = ReturnType<typeof useUserActions>;
