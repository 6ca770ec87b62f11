"use client";

import { Archive } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toast } from "@/lib/toast";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
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
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

const FOR_GOOD = "for-good";
const CHOICES = [30, 90, 180, 365, 730];

/** How long transcripts are kept. A shorter time takes something away for good, so that is asked first. */
export function RetentionCard({ days }: { days: number | null }) {
  const t = useTranslations("connection.retention");
  const common = useTranslations("common");
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
        <Label id={id}>{t("label")}</Label>
        <div className="max-w-xs">
          <Select value={days?.toString() ?? FOR_GOOD} onValueChange={choose} disabled={update.isPending}>
            <SelectTrigger aria-labelledby={id}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={FOR_GOOD}>{t("forGood")}</SelectItem>
              {choices.map((choice) => (
                <SelectItem key={choice} value={choice.toString()}>
                  {t("days", { count: choice })}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </div>
      </CardContent>
      <Dialog open={asked !== null} onOpenChange={(open) => !open && setAsked(null)}>
        <DialogContent>
          <DialogHeader>
            <DialogTitle>{t("dialog.title", { count: asked ?? 0 })}</DialogTitle>
            <DialogDescription>{t("dialog.description")}</DialogDescription>
          </DialogHeader>
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">{common("cancel")}</Button>
            </DialogClose>
            <Button
              variant="destructive"
              pending={update.isPending}
              onClick={() => update.mutate({ retentionDays: asked })}
            >
              {t("dialog.submit")}
            </Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
    </Card>
  );
}
