"use client";

import type { Role } from "@koppeling/api/context";
import { isEmailAddress, normalizeEmail } from "@koppeling/api/normalize-email";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { toast } from "@/lib/toast";
import { Button } from "@/components/ui/button";
import { DialogClose, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { InviteLink } from "./use-user-actions";

export function UserInviteForm({ onInvited }: { onInvited: (link: InviteLink) => void }) {
  const t = useTranslations("users.invite");
  const roles = useTranslations("users.role");
  const common = useTranslations("common");
  const id = useId();
  const utils = trpc.useUtils();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [problem, setProblem] = useState<{ field: "name" | "email"; text: string } | null>(null);
  const invite = trpc.users.invite.useMutation();
  useUnsavedChanges(name.trim() !== "" || email.trim() !== "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "") return setProblem({ field: "name", text: t("noName") });
    if (!isEmailAddress(normalizeEmail(email))) return setProblem({ field: "email", text: t("noEmail") });
    setProblem(null);
    try {
      const made = await invite.mutateAsync({ name: name.trim(), email: email.trim(), role });
      await utils.users.invalidate();
      onInvited({ email: made.user.email, inviteUrl: made.inviteUrl, expiresAt: made.expiresAt });
    } catch (error) {
      const { appCode, message } = readAppError(error);
      if (appCode === "email_taken") setProblem({ field: "email", text: t("taken") });
      else toast.error(message ?? t("failed"));
    }
  }

  return (
    <form noValidate className="grid gap-5" onSubmit={(event) => void submit(event)}>
      <DialogHeader>
        <DialogTitle>{t("title")}</DialogTitle>
      </DialogHeader>
      {(["name", "email"] as const).map((field) => (
        <div key={field} className="grid gap-2">
          <Label htmlFor={`${id}-${field}`}>{t(field)}</Label>
          <Input
            id={`${id}-${field}`}
            type={field === "email" ? "email" : "text"}
            autoComplete="off"
            maxLength={300}
            value={field === "name" ? name : email}
            aria-invalid={problem?.field === field || undefined}
            aria-describedby={`${id}-${field}-problem`}
            onChange={(event) => (field === "name" ? setName : setEmail)(event.target.value)}
          />
          <p
            id={`${id}-${field}-problem`}
            aria-live="polite"
            className="text-sm text-danger-text empty:hidden"
          >
            {problem?.field === field && problem.text}
          </p>
        </div>
      ))}
      <div className="grid gap-2">
        <Label htmlFor={`${id}-role`}>{t("role")}</Label>
        <NativeSelect
          id={`${id}-role`}
          value={role}
          onChange={(event) => setRole(event.target.value === "admin" ? "admin" : "viewer")}
          aria-describedby={`${id}-role-help`}
        >
          <option value="viewer">{roles("viewer")}</option>
          <option value="admin">{roles("admin")}</option>
        </NativeSelect>
        <p id={`${id}-role-help`} className="text-sm text-pretty text-muted-foreground">
          {t(role === "admin" ? "adminHelp" : "viewerHelp")}
        </p>
      </div>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" pending={invite.isPending}>
          {t("submit")}
        </Button>
      </DialogFooter>
    </form>
  );
}
