"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useState, useSyncExternalStore } from "react";
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
import { Label } from "@/components/ui/label";
import { PasswordInput } from "@/components/ui/password-input";
import { CodeInput } from "@/components/account/code-input";
import { CONFIRMED_CHANNEL } from "@/lib/confirmed-channel";
import { startProviderSignIn } from "@/lib/session-client";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { answerConfirmation, isConfirmationAsked, subscribeToConfirmation } from "@/trpc/confirmation";

type Ways = RouterOutputs["users"]["confirmation"];

/** Asks anew who is at the keyboard, before something that a stolen session must not be enough for. */
export function ConfirmIdentityDialog() {
  const t = useTranslations("account.confirm");
  const open = useSyncExternalStore(subscribeToConfirmation, isConfirmationAsked);
  return (
    <Dialog open={open} onOpenChange={(stillOpen) => !stillOpen && answerConfirmation(false)}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        {/* Radix unmounts the content on closing: the password does not outlive the dialog. */}
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
  const id = useId();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = trpc.users.confirmIdentity.useMutation({
    gcTime: 0,
    onSuccess: () => answerConfirmation(true),
    onError: (error) => setProblem(readAppError(error).message ?? errors("offline")),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (confirm.isPending) return;
    if (password === "") return setProblem(t("required"));
    if (asksCode && code.trim() === "") return setProblem(t("codeRequired"));
    setProblem(null);
    confirm.mutate({ password, ...(asksCode ? { code } : {}) });
  }

  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <div className="grid gap-2">
        <Label htmlFor={`${id}-password`}>{t("password")}</Label>
        <PasswordInput
          id={`${id}-password`}
          autoFocus
          autoComplete="current-password"
          showLabel={t("show")}
          hideLabel={t("hide")}
          maxLength={1024}
          value={password}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setPassword(event.target.value)}
        />
        {asksCode && (
          <>
            <Label htmlFor={`${id}-code`} className="mt-2">
              {t("code")}
            </Label>
            <CodeInput id={`${id}-code`} value={code} onChange={setCode} />
          </>
        )}
        <p id={`${id}-problem`} aria-live="polite" className="text-sm text-danger-text empty:hidden">
          {problem}
        </p>
      </div>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" pending={confirm.isPending}>
          {t("submit")}
        </Button>
      </DialogFooter>
    </form>
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
