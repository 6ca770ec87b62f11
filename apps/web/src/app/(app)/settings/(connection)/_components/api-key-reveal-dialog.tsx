"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { passwordSchema } from "@koppeling/api/features/users/user-schemas";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useForm } from "react-hook-form";
import * as z from "zod";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { TextField } from "@/components/ui/text-field";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type ApiKeyRevealDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const schema = z.object({ password: passwordSchema });

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
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: "" } });
  // No cache time: the key leaves memory with the dialog.
  const reveal = trpc.fathomSettings.reveal.useMutation({ gcTime: 0 });

  function explain(error: unknown) {
    const { httpStatus, retryAfterSeconds, message } = readAppError(error);
    if (httpStatus === 429) {
      return t("tooManyAttempts", { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) });
    }
    return message ?? errors("offline");
  }

  const submit = form.handleSubmit(async ({ password }) => {
    try {
      await reveal.mutateAsync({ field: "apiKey", password });
    } catch (error) {
      form.setError("password", { type: "server", message: explain(error) });
    }
  });

  function onSubmit(event: FormEvent) {
    // Inside React, the dialog is a child of the settings form, which must not hear of this.
    event.stopPropagation();
    void submit(event);
  }

  if (reveal.data) return <RevealedKey value={reveal.data.value} />;
  return (
    <Form {...form}>
      <form noValidate onSubmit={onSubmit} className="grid gap-5">
        <TextField
          name="password"
          label={t("password")}
          type="password"
          autoComplete="current-password"
          maxLength={1024}
        />
        <DialogFooter>
          <Button type="submit" pending={form.formState.isSubmitting}>
            {t("submit")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
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
