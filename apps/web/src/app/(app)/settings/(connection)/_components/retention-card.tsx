"use client";

import { Archive } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

const FOR_GOOD = "for-good";
const CHOICES = [30, 90, 180, 365, 730];

/** How long transcripts are kept. A shorter time takes something away for good, so that is asked first. */
export function RetentionCard({ days }: { days: number | null }) {
  const t = useTranslations("connection.retention");
  const id = useId();
  const utils = trpc.useUtils();
  const [asked, setAsked] = useState<number | null>(null);
  const update = trpc.fathomSettings.update.useMutation({
    onSuccess: ({ config }) => {
      utils.fathomSettings.get.setData(undefined, config);
      setAsked(null);
      toast.success(t("saved"));
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const choices =
    days === null || CHOICES.includes(days) ? CHOICES : [...CHOICES, days].sort((a, b) => a - b);

  function choose(value: string) {
    const next = value === FOR_GOOD ? null : Number(value);
    if (next === days) return;
    if (next === null || (days !== null && next > days)) update.mutate({ retentionDays: next });
    else setAsked(next);
  }

  return (
    <Card data-testid="retention">
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          <Archive aria-hidden className="size-4.5 text-primary-text" />
          {t("title")}
        </CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-2">
        <Label htmlFor={id}>{t("label")}</Label>
        <div className="max-w-xs">
          <Choice
            id={id}
            value={days === null ? FOR_GOOD : String(days)}
            onChange={choose}
            disabled={update.isPending}
            choices={[
              { value: FOR_GOOD, text: t("forGood") },
              ...choices.map((count) => ({ value: String(count), text: t("days", { count }) })),
            ]}
          />
        </div>
      </CardContent>
      <Dialog open={asked !== null} onOpenChange={(open) => !open && setAsked(null)}>
        <DialogContent>
          <Question
            title={t("dialog.title", { count: asked ?? 0 })}
            description={t("dialog.description")}
            action={t("dialog.submit")}
            destructive
            pending={update.isPending}
            onYes={() => update.mutate({ retentionDays: asked })}
          />
        </DialogContent>
      </Dialog>
    </Card>
  );
}
