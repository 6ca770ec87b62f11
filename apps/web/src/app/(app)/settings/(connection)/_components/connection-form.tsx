"use client";

import { CircleQuestionMark, Plug2, Save } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Form } from "@/components/ui/form";
import { Skeleton } from "@/components/ui/skeleton";
import { lazyResolver } from "@/lib/lazy-resolver";
import { settingsHref } from "@/lib/settings-href";
import { toast } from "@/lib/toast";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { ApiKeyField } from "./api-key-field";
import type { ConnectionFormValues, FathomSettings } from "./connection-form-schema";
import { useConnectionTest } from "./use-connection-test";
import { WebhookSecretField } from "./webhook-secret-field";

const resolver = lazyResolver(() =>
  import("./connection-form-resolver").then((file) => file.connectionFormResolver),
);

/** Its choices come from Fathom, after the page. Links lead to it by its id, also while it is on its way. */
const TeamFilterField = dynamic(() => import("./team-filter-field").then((file) => file.TeamFilterField), {
  ssr: false,
  loading: () => <Skeleton id="teams" className="h-21 w-full scroll-mt-20 max-sm:h-26" />,
});

/** There once something has been tested. */
const ConnectionTestLine = dynamic(() =>
  import("./connection-test-line").then((file) => file.ConnectionTestLine),
);

const emptyForm = (teamFilter: string[]): ConnectionFormValues => ({
  apiKey: "",
  webhookSecret: "",
  teamFilter,
});

export function ConnectionForm({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection");
  const utils = trpc.useUtils();
  const update = trpc.fathomSettings.update.useMutation();
  const test = useConnectionTest();
  const form = useForm<ConnectionFormValues>({
    resolver,
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
    await utils.fathomSettings.teams.invalidate();
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

export const sameTeams = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");
