"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { signInSchema } from "@koppeling/api/features/users/user-schemas";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { CodeField } from "@/components/account/code-field";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { type SignInResult, signIn } from "@/lib/session-client";

export function SignInForm({ callbackPath }: { callbackPath: string }) {
  const t = useTranslations("signIn");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({
    resolver: zodResolver(signInSchema),
    defaultValues: { email: "", password: "", code: "" },
  });
  // Stays busy after success too, until the next page has taken over.
  const busy = form.formState.isSubmitting || form.formState.isSubmitSuccessful;

  function explainRefusal(result: Exclude<SignInResult, { ok: true }>) {
    if (result.reason === "too_many_attempts") {
      return t("tooManyAttempts", { minutes: Math.max(1, Math.ceil(result.retryAfterSeconds / 60)) });
    }
    if (result.reason === "wrong_code") return t("wrongCode");
    if (result.reason === "too_busy") return t("tooBusy");
    return result.reason === "unavailable" ? t("unavailable") : t("wrongCredentials");
  }

  const submit = form.handleSubmit(async ({ code, ...credentials }) => {
    setRefusal(null);
    const result = await signIn({ ...credentials, ...(code ? { code } : {}) });
    if (result.ok) {
      window.location.assign(callbackPath);
      return;
    }
    form.setError("root", { type: "server" });
    if (result.reason === "second_factor_needed") return setAsksCode(true);
    form.setFocus(result.reason === "wrong_code" ? "code" : "password", { shouldSelect: true });
    setRefusal(explainRefusal(result));
  });

  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        {refusal && (
          <Alert variant="danger" role="alert">
            <AlertDescription>{refusal}</AlertDescription>
          </Alert>
        )}
        <TextField
          name="email"
          label={t("email")}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
        />
        <TextField name="password" label={t("password")} type="password" autoComplete="current-password" />
        {asksCode && <CodeField label={t("code")} description={t("codeHelp")} autoFocus />}
        <Button type="submit" size="lg" pending={busy}>
          {t("submit")}
        </Button>
      </form>
    </Form>
  );
}
