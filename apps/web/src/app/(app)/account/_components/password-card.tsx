"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { changePasswordSchema, newPasswordSchema } from "@koppeling/api/features/users/user-schemas";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { goToSignIn, signIn } from "@/lib/session-client";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

const schema = changePasswordSchema.extend({ next: newPasswordSchema });

/** One's own password: the present one proves who is at the keyboard. */
export function PasswordCard() {
  const t = useTranslations("account.password");
  const change = trpc.users.changePassword.useMutation();
  const utils = trpc.useUtils();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { current: "", next: "" } });
  const { current, next } = useWatch({ control: form.control });
  useUnsavedChanges(!!next);

  const submit = form.handleSubmit(async (passwords) => {
    try {
      const { email } = await utils.users.me.fetch();
      await change.mutateAsync(passwords);
      // The change has ended every session of this user, this one too; whoever knows the new password goes on here.
      const { ok } = await signIn({ email, password: passwords.next });
      if (!ok) return goToSignIn();
      form.reset();
      toast.success(t("changed"));
    } catch (error) {
      const { appCode, message } = readAppError(error);
      const fault = { type: "server", message: message ?? t("failed") };
      if (appCode === "wrong_password") form.setError("current", fault);
      else if (appCode === "weak_password") form.setError("next", fault);
      else toast.error(fault.message);
    }
  });

  return (
    <Card>
      <Form {...form}>
        <form noValidate onSubmit={(event) => void submit(event)}>
          <CardHeader>
            <CardTitle>{t("title")}</CardTitle>
            <CardDescription>{t("description")}</CardDescription>
          </CardHeader>
          <CardContent className="grid gap-4 sm:grid-cols-2">
            <TextField
              name="current"
              label={t("current")}
              type="password"
              autoComplete="current-password"
              maxLength={1024}
            />
            <TextField
              name="next"
              label={t("next")}
              type="password"
              autoComplete="new-password"
              maxLength={1024}
            />
          </CardContent>
          <CardFooter>
            <Button type="submit" disabled={!current || !next} pending={form.formState.isSubmitting}>
              {t("submit")}
            </Button>
          </CardFooter>
        </form>
      </Form>
    </Card>
  );
}
