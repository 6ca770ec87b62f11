"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { notificationAddressSchema } from "@koppeling/api/features/settings/settings-schemas";
import { BellRing, Save, Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import * as z from "zod";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { Form } from "@/components/ui/form";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextField } from "@/components/ui/text-field";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";

export type Notifications = RouterOutputs["notifications"]["get"];

const schema = z.object({ address: notificationAddressSchema });

/** Where people hear that syncs stay away or that the key is refused, without looking here. */
export function NotificationsCard({ initialNotifications }: { initialNotifications: Notifications }) {
  const t = useTranslations("notifications");
  const utils = trpc.useUtils();
  const { data } = trpc.notifications.get.useQuery(undefined, { initialData: initialNotifications });
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { address: "" } });
  const isEmpty = !useWatch({ control: form.control, name: "address" }).trim();
  const update = trpc.notifications.update.useMutation();
  const test = trpc.notifications.test.useMutation({
    onSuccess: ({ success, message }) => (success ? toast.success(message) : toast.error(message)),
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  useUnsavedChanges(!isEmpty);

  async function store(next: string | null) {
    try {
      utils.notifications.get.setData(undefined, await update.mutateAsync({ address: next }));
      form.reset();
      toast.success(t(next === null ? "removed" : "saved"));
    } catch (error) {
      const { appCode, message } = readAppError(error);
      if (appCode === "notification_address")
        form.setError("address", { type: "server", message: message ?? t("failed") });
      else toast.error(message ?? t("failed"));
    }
  }

  const submit = form.handleSubmit(({ address }) => store(address));

  return (
    <Card id="notifications" data-testid="notifications" className="scroll-mt-20">
      <Form {...form}>
        <form noValidate onSubmit={(event) => void submit(event)}>
          <CardHeader>
            <CardTitle className="flex items-center gap-2">
              <BellRing aria-hidden className="size-4.5 text-primary-text" />
              {t("title")}
            </CardTitle>
            <CardDescription>{t("description")}</CardDescription>
          </CardHeader>
          <CardContent className="flex flex-col gap-4">
            <TextField
              name="address"
              label={t("label")}
              description={t("help")}
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder={data.address ? t("placeholderReplace") : "https://hooks.slack.com/services/…"}
              maxLength={2000}
            />
            {data.address && (
              <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
                {t("stored")}
                <code className="font-mono break-all text-foreground">{data.address}</code>
              </p>
            )}
            <Incidents incidents={data.incidents} />
          </CardContent>
          <CardFooter className="flex-wrap gap-3">
            {data.address && (
              <Button variant="outline" pending={test.isPending} onClick={() => test.mutate()}>
                {!test.isPending && <Send aria-hidden />}
                {t("test")}
              </Button>
            )}
            <Button type="submit" disabled={isEmpty} pending={update.isPending}>
              {!update.isPending && <Save aria-hidden />}
              {t("save")}
            </Button>
            {data.address && (
              <Button variant="ghost" className="sm:ml-auto" onClick={() => void store(null)}>
                <Trash2 aria-hidden />
                {t("remove")}
              </Button>
            )}
          </CardFooter>
        </form>
      </Form>
    </Card>
  );
}

function Incidents({ incidents }: { incidents: Notifications["incidents"] }) {
  const t = useTranslations("notifications.incidents");
  if (incidents.length === 0) return null;
  return (
    <div className="text-sm">
      <h3 className="mb-1.5 font-medium">{t("title")}</h3>
      <ul className="flex flex-col gap-1 text-muted-foreground">
        {incidents.map(({ kind, beganAt, endedAt }) => (
          <li key={`${kind} ${beganAt.toISOString()}`}>
            {t(kind)}: <RelativeTime date={beganAt} />
            {", "}
            {endedAt ? t.rich("over", { time: () => <RelativeTime key="end" date={endedAt} /> }) : t("now")}
          </li>
        ))}
      </ul>
    </div>
  );
}
