"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleQuestionMark, CircleX, Plug2, Save } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Form } from "@/components/ui/form";
import { cn } from "@/lib/cn";
import { settingsHref } from "@/lib/settings-href";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { ApiKeyField } from "./api-key-field";
import {
  type ConnectionFormValues,
  connectionFormSchema,
  type FathomSettings,
} from "./connection-form-schema";
import { TeamFilterField } from "./team-filter-field";
import { type ConnectionTestOutcome, TEAMS_KEY, useConnectionTest } from "./use-connection-test";
import { WebhookSecretField } from "./webhook-secret-field";

const emptyForm = (teamFilter: string[]): ConnectionFormValues => ({
  apiKey: "",
  webhookSecret: "",
  teamFilter,
});

export function ConnectionForm({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection");
  const utils = trpc.useUtils();
  const queryClient = useQueryClient();
  const update = trpc.fathomSettings.update.useMutation();
  const test = useConnectionTest();
  const form = useForm<ConnectionFormValues>({
    resolver: zodResolver(connectionFormSchema),
    defaultValues: emptyForm(settings.teamFilter),
    mode: "onChange",
  });
  const { isValid } = form.formState;
  const values = useWatch({ control: form.control });
  const typedKey = values.apiKey?.trim() ?? "";
  const typedSecret = values.webhookSecret?.trim() ?? "";
  const teamsChanged = !sameTeams(values.teamFilter ?? [], settings.teamFilter);
  const changed = typedKey !== "" || typedSecret !== "" || teamsChanged;
  useUnsavedChanges(changed);

  const save = form.handleSubmit(async () => {
    try {
      const { config } = await update.mutateAsync({
        ...(typedKey && { apiKey: typedKey }),
        ...(typedSecret && { webhookSecret: typedSecret }),
        ...(teamsChanged && { teamFilter: values.teamFilter ?? [] }),
      });
      utils.fathomSettings.get.setData(undefined, config);
      form.reset(emptyForm(config.teamFilter));
      toast.success(t("toast.saved"));
    } catch (error) {
      showSaveError(error);
      return;
    }
    await queryClient.invalidateQueries({ queryKey: TEAMS_KEY });
    // A new key counts as untested: the status card should not stay grey over a key that works.
    if (typedKey) await test.run("", { quiet: true });
  });

  function showSaveError(error: unknown) {
    const { message, fieldErrors } = readAppError(error);
    for (const field of ["apiKey", "webhookSecret"] as const) {
      const code = fieldErrors[field]?.[0];
      if (code) form.setError(field, { type: "server", message: code }, { shouldFocus: true });
    }
    toast.error(message ?? t("toast.failed"));
  }

  async function runTest() {
    if (typedKey !== "" && !(await form.trigger("apiKey", { shouldFocus: true }))) return;
    await test.run(typedKey);
  }

  const canTest = typedKey !== "" || settings.hasApiKey;
  return (
    <Form {...form}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <Card>
          <CardHeader>
            <CardTitle className="flex items-center gap-2">
              <Plug2 aria-hidden className="size-4.5 text-primary-text" />
              {t("form.title")}
            </CardTitle>
            <CardDescription>{t("form.description")}</CardDescription>
          </CardHeader>
          <CardContent className="flex flex-col gap-7">
            <ApiKeyField settings={settings} />
            <WebhookSecretField settings={settings} />
            <TeamFilterField settings={settings} />
          </CardContent>
          <CardFooter className="flex-col items-stretch gap-3 sm:flex-row sm:items-center">
            <Button
              variant="outline"
              disabled={!canTest}
              pending={test.pending}
              onClick={() => void runTest()}
            >
              {!test.pending && <Plug2 aria-hidden />}
              {test.pending ? t("form.testing") : t("form.test")}
            </Button>
            <Button type="submit" disabled={!changed || !isValid} pending={update.isPending}>
              {!update.isPending && <Save aria-hidden />}
              {update.isPending ? t("form.saving") : t("form.save")}
            </Button>
            <Button asChild variant="link" size="link" className="text-sm sm:ml-auto">
              <Link href={settingsHref("faq", "api-key")}>
                <CircleQuestionMark aria-hidden />
                {t("form.help")}
              </Link>
            </Button>
            {/* What a test said is about the key that was in the field then. */}
            <div role="status" data-testid="connection-test-result" className="w-full text-sm empty:hidden">
              {test.outcome?.typedKey === typedKey && <ConnectionTestLine outcome={test.outcome} />}
            </div>
          </CardFooter>
        </Card>
      </form>
    </Form>
  );
}

function ConnectionTestLine({ outcome }: { outcome: ConnectionTestOutcome }) {
  const t = useTranslations("connection.form");
  const Icon = outcome.success ? CircleCheck : CircleX;
  return (
    <p className={cn("flex gap-2", outcome.success ? "text-success-text" : "text-danger-text")}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        {outcome.message}
        {outcome.success && outcome.typedKey !== "" && (
          <span className="block text-muted-foreground">{t("testedTyped")}</span>
        )}
      </span>
    </p>
  );
}

export const sameTeams = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");
