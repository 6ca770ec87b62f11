"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import {
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { ConnectionFormValues, FathomSettings } from "./connection-form-schema";

export function WebhookSecretField({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection.form");
  const { control } = useFormContext<ConnectionFormValues>();
  const [clearing, setClearing] = useState(false);
  return (
    <FormField
      control={control}
      name="webhookSecret"
      render={({ field }) => (
        <FormItem>
          <FormLabel>
            {t("webhookSecret")} <span className="font-normal text-muted-foreground">{t("optional")}</span>
          </FormLabel>
          <FormControl>
            <PasswordInput
              autoComplete="off"
              data-1p-ignore
              data-lpignore="true"
              placeholder={t("webhookPlaceholder")}
              holds="key"
              {...field}
            />
          </FormControl>
          <FormMessage />
          {settings.webhookSecret && (
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
              {t("webhookStored")}
              <code className="font-mono text-foreground">{settings.webhookSecret}</code>
              <Button variant="link" size="link" onClick={() => setClearing(true)}>
                {t("clear")}
              </Button>
            </p>
          )}
          <FormDescription>{t("webhookHelp")}</FormDescription>
          <WebhookSecretClearDialog open={clearing} onOpenChange={setClearing} />
        </FormItem>
      )}
    />
  );
}

function WebhookSecretClearDialog(dialog: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("connection");
  const utils = trpc.useUtils();
  const update = trpc.fathomSettings.update.useMutation({
    onSuccess: ({ config }) => {
      utils.fathomSettings.get.setData(undefined, config);
      toast.success(t("toast.secretCleared"));
      dialog.onOpenChange(false);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("toast.failed")),
  });
  return (
    <Dialog {...dialog}>
      <DialogContent>
        <Question
          title={t("clearDialog.title")}
          description={t("clearDialog.description")}
          action={t("clearDialog.submit")}
          destructive
          pending={update.isPending}
          onYes={() => update.mutate({ webhookSecret: null })}
        />
      </DialogContent>
    </Dialog>
  );
}
