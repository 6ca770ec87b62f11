"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { toast } from "@/lib/toast";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Label } from "@/components/ui/label";
import { PasswordInput } from "@/components/ui/password-input";
import { goToSignIn } from "@/lib/go-to-sign-in";
import { signIn } from "@/lib/session-client";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

/** One's own password: the present one proves who is at the keyboard. */
export function PasswordCard() {
  const t = useTranslations("account.password");
  const id = useId();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [problem, setProblem] = useState<{ field: "current" | "next"; text: string } | null>(null);
  const change = trpc.users.changePassword.useMutation();
  const utils = trpc.useUtils();
  useUnsavedChanges(next !== "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    try {
      const { email } = await utils.users.me.fetch();
      await change.mutateAsync({ current, next });
      // The change has ended every session of this user, this one too; whoever knows the new password goes on here.
      const { ok } = await signIn({ email, password: next });
      if (!ok) return goToSignIn();
      setCurrent("");
      setNext("");
      toast.success(t("changed"));
    } catch (error) {
      const { appCode, message } = readAppError(error);
      const text = message ?? t("failed");
      if (appCode === "wrong_password") setProblem({ field: "current", text });
      else if (appCode === "weak_password") setProblem({ field: "next", text });
      else toast.error(text);
    }
  }

  return (
    <Card>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <CardHeader>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("description")}</CardDescription>
        </CardHeader>
        <CardContent className="grid gap-4 sm:grid-cols-2">
          {(["current", "next"] as const).map((field) => (
            <div key={field} className="grid content-start gap-2">
              <Label htmlFor={`${id}-${field}`}>{t(field)}</Label>
              <PasswordInput
                id={`${id}-${field}`}
                autoComplete={field === "current" ? "current-password" : "new-password"}
                showLabel={t("show")}
                hideLabel={t("hide")}
                maxLength={1024}
                value={field === "current" ? current : next}
                aria-invalid={problem?.field === field || undefined}
                aria-describedby={`${id}-${field}-problem`}
                onChange={(event) => (field === "current" ? setCurrent : setNext)(event.target.value)}
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
        </CardContent>
        <CardFooter>
          <Button type="submit" disabled={current === "" || next === ""} pending={change.isPending}>
            {t("submit")}
          </Button>
        </CardFooter>
      </form>
    </Card>
  );
}
