"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { ROLES } from "@koppeling/api/context";
import { inviteSchema } from "@koppeling/api/features/users/user-schemas";
import { Check, Copy } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { TextField } from "@/components/ui/text-field";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { InviteLink } from "./use-user-actions";

type UserDialogsProps = {
  open: boolean;
  /** The link to pass on; null while the form asks whom to invite. */
  link: InviteLink | null;
  onInvited: (link: InviteLink) => void;
  onClose: () => void;
};

/** Inviting somebody, and the link that comes of it. */
export function UserDialogs({ open, link, onInvited, onClose }: UserDialogsProps) {
  const close = (next: boolean) => !next && onClose();
  return (
    <>
      <Dialog open={open && link === null} onOpenChange={close}>
        <DialogContent aria-describedby={undefined}>
          <UserInviteForm onInvited={onInvited} />
        </DialogContent>
      </Dialog>
      <Dialog open={link !== null} onOpenChange={close}>
        <DialogContent>{link && <UserInviteLink link={link} />}</DialogContent>
      </Dialog>
    </>
  );
}

function UserInviteForm({ onInvited }: { onInvited: (link: InviteLink) => void }) {
  const t = useTranslations("users.invite");
  const roles = useTranslations("users.role");
  const common = useTranslations("common");
  const utils = trpc.useUtils();
  const invite = trpc.users.invite.useMutation();
  const form = useForm({
    resolver: zodResolver(inviteSchema),
    defaultValues: { name: "", email: "", role: "viewer" },
  });
  useUnsavedChanges(form.formState.isDirty);

  const submit = form.handleSubmit(async (values) => {
    try {
      const made = await invite.mutateAsync(values);
      await utils.users.invalidate();
      onInvited({ email: made.user.email, inviteUrl: made.inviteUrl, expiresAt: made.expiresAt });
    } catch (error) {
      const { appCode, message } = readAppError(error);
      if (appCode === "email_taken") form.setError("email", { message: "user_email_taken" });
      else toast.error(message ?? t("failed"));
    }
  });

  return (
    <Form {...form}>
      <form noValidate className="grid gap-5" onSubmit={(event) => void submit(event)}>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
        </DialogHeader>
        <TextField name="name" label={t("name")} autoComplete="off" maxLength={300} />
        <TextField name="email" label={t("email")} type="email" autoComplete="off" maxLength={300} />
        <FormField
          control={form.control}
          name="role"
          render={({ field: { value, onChange, ref, onBlur, name } }) => (
            <FormItem>
              <FormLabel>{t("role")}</FormLabel>
              <FormControl>
                <Choice
                  {...{ value, onChange, ref, onBlur, name }}
                  choices={ROLES.toReversed().map((role) => ({ value: role, text: roles(role) }))}
                />
              </FormControl>
              <FormDescription>{t(value === "admin" ? "adminHelp" : "viewerHelp")}</FormDescription>
            </FormItem>
          )}
        />
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" pending={form.formState.isSubmitting}>
            {t("submit")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}

/** Shown this once: here only a hash of it is kept. */
function UserInviteLink({ link }: { link: InviteLink }) {
  const t = useTranslations("users.link");
  const format = useFormatter();
  const [copied, setCopied] = useState(false);

  async function copy() {
    await navigator.clipboard.writeText(link.inviteUrl);
    setCopied(true);
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("title", { email: link.email })}</DialogTitle>
        <DialogDescription>
          {t("description", { date: format.dateTime(link.expiresAt, "moment") })}
        </DialogDescription>
      </DialogHeader>
      <div className="flex gap-2">
        <Input
          readOnly
          aria-label={t("label")}
          value={link.inviteUrl}
          className="font-mono text-xs"
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{t(copied ? "copied" : "copy")}</span>
        </Button>
      </div>
    </>
  );
}
