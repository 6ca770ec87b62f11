"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { PasswordInput } from "@/components/ui/password-input";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type ApiKeyRevealDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function ApiKeyRevealDialog({ open, onOpenChange }: ApiKeyRevealDialogProps) {
  const t = useTranslations("connection.revealDialog");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        {/* Radix unmounts the content on closing: neither the password nor the key outlives the dialog. */}
        <RevealSteps />
      </DialogContent>
    </Dialog>
  );
}

function RevealSteps() {
  const t = useTranslations("connection.revealDialog");
  const errors = useTranslations("common.error");
  const id = useId();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  // No cache time: the key leaves memory with the dialog.
  const reveal = trpc.fathomSettings.reveal.useMutation({
    gcTime: 0,
    onError: (error) => setProblem(explain(error)),
  });

  function explain(error: unknown) {
    const { httpStatus, retryAfterSeconds, message } = readAppError(error);
    if (httpStatus === 429) {
      return t("tooManyAttempts", { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) });
    }
    return message ?? errors("offline");
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // Inside React, the dialog is a child of the settings form, which must not hear of this.
    event.stopPropagation();
    if (reveal.isPending) return;
    setProblem(password === "" ? t("required") : null);
    if (password !== "") reveal.mutate({ field: "apiKey", password });
  }

  if (reveal.data) return <RevealedKey value={reveal.data.value} />;
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <div className="grid gap-2">
        <Label htmlFor={`${id}-password`}>{t("password")}</Label>
        <PasswordInput
          id={`${id}-password`}
          autoComplete="current-password"
          showLabel={t("showPassword")}
          hideLabel={t("hidePassword")}
          value={password}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p id={`${id}-problem`} aria-live="polite" className="text-sm text-danger-text empty:hidden">
          {problem}
        </p>
      </div>
      <DialogFooter>
        <Button type="submit" pending={reveal.isPending}>
          {t("submit")}
        </Button>
      </DialogFooter>
    </form>
  );
}

function RevealedKey({ value }: { value: string }) {
  const t = useTranslations("connection.revealDialog");
  const id = useId();
  const [copied, setCopied] = useState(false);
  return (
    <div className="grid gap-2">
      <Label htmlFor={id}>{t("value")}</Label>
      <div className="flex gap-2">
        <Input
          id={id}
          readOnly
          autoFocus
          value={value}
          className="font-mono"
          onFocus={(event) => event.target.select()}
        />
        <Button
          variant="outline"
          onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? t("copied") : t("copy")}
        </Button>
      </div>
    </div>
  );
}
