"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import {
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";
import { lazyDialog } from "@/lib/lazy-dialog";
import type { ConnectionFormValues, FathomSettings } from "./connection-form-schema";
import { useFieldErrorText } from "./use-field-error-text";

const WebhookSecretClearDialog = lazyDialog(() =>
  import("./webhook-secret-clear-dialog").then((file) => file.WebhookSecretClearDialog),
);

export function WebhookSecretField({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection.form");
  const explain = useFieldErrorText();
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
              showLabel={t("showTyped")}
              hideLabel={t("hideTyped")}
              {...field}
            />
          </FormControl>
          <FormMessage explain={explain} />
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
