"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { newPasswordSchema } from "@koppeling/api/features/users/user-schemas";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { TextField } from "@/components/ui/text-field";
import { signIn } from "@/lib/session-client";
import { trpc } from "@/trpc/client";

const schema = z.object({ password: newPasswordSchema });

export function AcceptInviteForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("acceptInvite");
  const [refusal, setRefusal] = useState<string | null>(null);
  const accept = trpc.users.acceptInvite.useMutation();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: "" } });
  const busy = form.formState.isSubmitting || form.formState.isSubmitSuccessful;

  const submit = form.handleSubmit(async ({ password }) => {
    setRefusal(null);
    try {
      await accept.mutateAsync({ token, password });
    } catch (error) {
      form.setError("root", { type: "server" });
      form.setFocus("password", { shouldSelect: true });
      setRefusal(error instanceof Error ? error.message : t("failed"));
      return;
    }
    const { ok } = await signIn({ email, password });
    // Whoever cannot be signed in at once has a password now, and the form to use it.
    window.location.assign(ok ? "/" : "/sign-in");
  });

  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        {refusal && (
          <Alert variant="danger" role="alert">
            <AlertDescription>{refusal}</AlertDescription>
          </Alert>
        )}
        <div className="grid gap-2">
          <Label htmlFor="invited-email">{t("email")}</Label>
          <Input id="invited-email" type="email" autoComplete="username" value={email} readOnly />
        </div>
        <TextField
          name="password"
          label={t("password")}
          description={t("rules")}
          type="password"
          autoComplete="new-password"
          autoFocus
        />
        <Button type="submit" size="lg" pending={busy}>
          {t("submit")}
        </Button>
      </form>
    </Form>
  );
}
