"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";
import { ApiKeyRevealDialog } from "./api-key-reveal-dialog";
import type { ConnectionFormValues, FathomSettings } from "./connection-form-schema";

export function ApiKeyField({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection.form");
  const { control } = useFormContext<ConnectionFormValues>();
  const [revealing, setRevealing] = useState(false);
  return (
    <FormField
      control={control}
      name="apiKey"
      render={({ field }) => (
        <FormItem>
          <FormLabel>{t("apiKey")}</FormLabel>
          <FormControl>
            <PasswordInput
              // A password manager would offer the sign-in password here, and save the key as one.
              autoComplete="off"
              data-1p-ignore
              data-lpignore="true"
              placeholder={settings.hasApiKey ? t("apiKeyReplacePlaceholder") : t("apiKeyPlaceholder")}
              holds="key"
              {...field}
            />
          </FormControl>
          <FormMessage />
          {settings.apiKey && (
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
              {t("storedKey")}
              <code className="font-mono text-foreground" data-testid="stored-api-key">
                {settings.apiKey}
              </code>
              <Button variant="link" size="link" onClick={() => setRevealing(true)}>
                {t("reveal")}
              </Button>
            </p>
          )}
          <ApiKeyRevealDialog open={revealing} onOpenChange={setRevealing} />
        </FormItem>
      )}
    />
  );
}
