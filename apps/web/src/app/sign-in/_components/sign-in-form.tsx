"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { lazyResolver } from "@/lib/lazy-resolver";
import { type SignInResult, signIn } from "@/lib/session-client";

const resolver = lazyResolver(() => import("./sign-in-resolver").then((file) => file.signInResolver));
type Message = "emailRequired" | "emailShape" | "passwordRequired";

export function SignInForm({ callbackPath }: { callbackPath: string }) {
  const t = useTranslations("signIn");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({
    resolver,
    defaultValues: { email: "", password: "", code: "" },
    reValidateMode: "onChange",
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

  const explainField = (code: string) => t(code as Message);
  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        {refusal && (
          <Alert variant="danger" role="alert">
            <AlertDescription>{refusal}</AlertDescription>
          </Alert>
        )}
        <FormField
          control={form.control}
          name="email"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("email")}</FormLabel>
              <FormControl>
                <Input type="email" autoComplete="username" autoCapitalize="none" autoFocus {...field} />
              </FormControl>
              <FormMessage explain={explainField} />
            </FormItem>
          )}
        />
        <FormField
          control={form.control}
          name="password"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("password")}</FormLabel>
              <FormControl>
                <PasswordInput
                  autoComplete="current-password"
                  showLabel={t("showPassword")}
                  hideLabel={t("hidePassword")}
                  {...field}
                />
              </FormControl>
              <FormMessage explain={explainField} />
            </FormItem>
          )}
        />
        {asksCode && (
          <FormField
            control={form.control}
            name="code"
            render={({ field }) => (
              <FormItem>
                <FormLabel>{t("code")}</FormLabel>
                <FormControl>
                  <Input
                    autoFocus
                    autoComplete="one-time-code"
                    autoCapitalize="characters"
                    spellCheck={false}
                    maxLength={100}
                    {...field}
                  />
                </FormControl>
                <p className="text-sm text-pretty text-muted-foreground">{t("codeHelp")}</p>
              </FormItem>
            )}
          />
        )}
        <Button type="submit" size="lg" pending={busy}>
          {t("submit")}
        </Button>
      </form>
    </Form>
  );
}
