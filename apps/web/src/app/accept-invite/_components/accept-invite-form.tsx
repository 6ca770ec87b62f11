"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import {
  Form,
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { lazyResolver } from "@/lib/lazy-resolver";
import { signIn } from "@/lib/session-client";
import { trpc } from "@/trpc/client";

const resolver = lazyResolver(() =>
  import("./accept-invite-resolver").then((file) => file.acceptInviteResolver),
);
type Message = "tooShort" | "tooLong";

export function AcceptInviteForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("acceptInvite");
  const [refusal, setRefusal] = useState<string | null>(null);
  const accept = trpc.users.acceptInvite.useMutation();
  const form = useForm({ resolver, defaultValues: { password: "" } });
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
          <label htmlFor="invited-email" className="text-sm font-medium">
            {t("email")}
          </label>
          <Input id="invited-email" type="email" autoComplete="username" value={email} readOnly />
        </div>
        <FormField
          control={form.control}
          name="password"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("password")}</FormLabel>
              <FormControl>
                <PasswordInput
                  autoComplete="new-password"
                  autoFocus
                  showLabel={t("showPassword")}
                  hideLabel={t("hidePassword")}
                  {...field}
                />
              </FormControl>
              <FormDescription>{t("rules")}</FormDescription>
              <FormMessage explain={(code) => t(code as Message)} />
            </FormItem>
          )}
        />
        <Button type="submit" size="lg" pending={busy}>
          {t("submit")}
        </Button>
      </form>
    </Form>
  );
}
