"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { CodeInput } from "@/components/account/code-input";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import { toast } from "@/lib/toast";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type SecondFactorSetupProps = { onBegin?: () => void; onDone: () => void };

/** From nothing to a second factor: a secret for the app, a code of it as proof, and recovery codes to keep. */
export function SecondFactorSetup({ onBegin, onDone }: SecondFactorSetupProps) {
  const t = useTranslations("account.secondFactor");
  const id = useId();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  // No cache time: secret and codes leave memory with what shows them.
  const begin = trpc.users.secondFactor.begin.useMutation({
    gcTime: 0,
    ...(onBegin ? { onSuccess: onBegin } : {}),
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const enrol = trpc.users.secondFactor.enrol.useMutation({
    gcTime: 0,
    onError: (error) => setProblem(readAppError(error).message ?? t("failed")),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(code.trim() === "" ? t("codeRequired") : null);
    if (code.trim() !== "") enrol.mutate({ code });
  }

  if (enrol.data) return <RecoveryCodes codes={enrol.data.recoveryCodes} onDone={onDone} />;
  if (!begin.data)
    return (
      <Button className="justify-self-start" pending={begin.isPending} onClick={() => begin.mutate()}>
        {t("setUp")}
      </Button>
    );
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <p className="text-sm text-pretty">{t("scan")}</p>
      <img
        src={begin.data.qrCode}
        alt={t("qrCode")}
        width={200}
        height={200}
        className="rounded-lg border bg-white p-2"
      />
      <p className="text-sm text-muted-foreground">
        {t("typeOver")}{" "}
        <code data-testid="totp-secret" className="break-all text-foreground">
          {begin.data.secret}
        </code>
      </p>
      <div className="grid max-w-xs gap-2">
        <Label htmlFor={id}>{t("code")}</Label>
        <CodeInput
          id={id}
          autoFocus
          inputMode="numeric"
          value={code}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-problem`}
          onChange={setCode}
        />
        <p id={`${id}-problem`} aria-live="polite" className="text-sm text-danger-text empty:hidden">
          {problem}
        </p>
      </div>
      <Button type="submit" className="justify-self-start" pending={enrol.isPending}>
        {t("enrol")}
      </Button>
    </form>
  );
}
