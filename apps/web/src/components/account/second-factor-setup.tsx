"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { enrolSchema } from "@koppeling/api/features/users/user-schemas";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { CodeField } from "@/components/account/code-field";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type SecondFactorSetupProps = { onBegin?: () => void; onDone: () => void };

/** From nothing to a second factor: a secret for the app, a code of it as proof, and recovery codes to keep. */
export function SecondFactorSetup({ onBegin, onDone }: SecondFactorSetupProps) {
  const t = useTranslations("account.secondFactor");
  const form = useForm({ resolver: zodResolver(enrolSchema), defaultValues: { code: "" } });
  // No cache time: secret and codes leave memory with what shows them.
  const begin = trpc.users.secondFactor.begin.useMutation({
    gcTime: 0,
    ...(onBegin ? { onSuccess: onBegin } : {}),
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const enrol = trpc.users.secondFactor.enrol.useMutation({ gcTime: 0 });

  const submit = form.handleSubmit(async (proof) => {
    try {
      await enrol.mutateAsync(proof);
    } catch (error) {
      form.setError("code", { type: "server", message: readAppError(error).message ?? t("failed") });
    }
  });

  if (enrol.data) return <RecoveryCodes codes={enrol.data.recoveryCodes} onDone={onDone} />;
  if (!begin.data)
    return (
      <Button className="justify-self-start" pending={begin.isPending} onClick={() => begin.mutate()}>
        {t("setUp")}
      </Button>
    );
  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
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
        <div className="max-w-xs">
          <CodeField label={t("code")} autoFocus inputMode="numeric" />
        </div>
        <Button type="submit" className="justify-self-start" pending={form.formState.isSubmitting}>
          {t("enrol")}
        </Button>
      </form>
    </Form>
  );
}
