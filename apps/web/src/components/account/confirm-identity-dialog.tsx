"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { confirmIdentitySchema } from "@koppeling/api/features/users/user-schemas";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { CodeField } from "@/components/account/code-field";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { CONFIRMED_CHANNEL, startProviderSignIn } from "@/lib/session-client";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { answerConfirmation } from "@/trpc/confirmation";

type Ways = RouterOutputs["users"]["confirmation"];

/** Asks anew who is at the keyboard, before something that a stolen session must not be enough for. There while asked. */
export function ConfirmIdentityDialog() {
  const t = useTranslations("account.confirm");
  return (
    <Dialog open onOpenChange={(stillOpen) => !stillOpen && answerConfirmation(false)}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        <ConfirmSteps />
      </DialogContent>
    </Dialog>
  );
}

function ConfirmSteps() {
  const errors = useTranslations("common.error");
  const common = useTranslations("common");
  const ways = trpc.users.confirmation.useQuery(undefined, { gcTime: 0, staleTime: 0 });
  if (ways.isError) return <p role="alert">{readAppError(ways.error).message ?? errors("offline")}</p>;
  if (!ways.data) return <p role="status">{common("loading")}</p>;
  return (
    <div className="grid gap-5">
      {ways.data.password && <PasswordForm asksCode={ways.data.code} />}
      {ways.data.provider && <ProviderConfirmation name={ways.data.provider} refresh={ways.refetch} />}
    </div>
  );
}

function PasswordForm({ asksCode }: { asksCode: boolean }) {
  const t = useTranslations("account.confirm");
  const errors = useTranslations("common.error");
  const common = useTranslations("common");
  const confirm = trpc.users.confirmIdentity.useMutation({ gcTime: 0 });
  const form = useForm({
    resolver: zodResolver(asksCode ? confirmIdentitySchema.required() : confirmIdentitySchema),
    defaultValues: asksCode ? { password: "", code: "" } : { password: "" },
  });

  const submit = form.handleSubmit(async (answer) => {
    try {
      await confirm.mutateAsync(answer);
      answerConfirmation(true);
    } catch (error) {
      const { appCode, message } = readAppError(error);
      const field = asksCode && appCode === "wrong_code" ? "code" : "password";
      form.setError(field, { type: "server", message: message ?? errors("offline") });
    }
  });

  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <TextField
          name="password"
          label={t("password")}
          type="password"
          autoFocus
          autoComplete="current-password"
          maxLength={1024}
        />
        {asksCode && <CodeField label={t("code")} />}
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

type ProviderConfirmationProps = { name: string; refresh: () => Promise<{ data: Ways | undefined }> };

/** In a window of its own, so that what is filled in here stays. */
function ProviderConfirmation({ name, refresh }: ProviderConfirmationProps) {
  const t = useTranslations("account.confirm");
  const [problem, setProblem] = useState<"unreachable" | "notFresh" | null>(null);
  const begin = trpc.users.awaitProvider.useMutation();

  useEffect(() => {
    const channel = new BroadcastChannel(CONFIRMED_CHANNEL);
    channel.onmessage = () => {
      void refresh().then(({ data }) =>
        data?.confirmed ? answerConfirmation(true) : setProblem("notFresh"),
      );
    };
    return () => channel.close();
  }, [refresh]);

  async function leave() {
    setProblem(null);
    // Before anything is waited for: browsers open a window in answer to a press alone.
    const page = window.open("about:blank", "koppeling-confirm", "popup,width=520,height=680");
    try {
      await begin.mutateAsync();
      const url = await startProviderSignIn("/confirmed", { prompt: "login", max_age: "0" });
      if (url && page) return page.location.assign(url);
    } catch {
      // As when it cannot be reached: said below.
    }
    page?.close();
    setProblem("unreachable");
  }

  return (
    <div className="grid gap-3">
      <Button type="button" variant="outline" pending={begin.isPending} onClick={() => void leave()}>
        {t("withProvider", { name })}
      </Button>
      <p role="status" className="text-sm text-danger-text empty:hidden">
        {problem && t(problem, { name })}
      </p>
    </div>
  );
}
