import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import { settingsHref } from "@/lib/settings-href";
import type { SetupStep } from "./find-setup-steps";

/** Where each step is done; the first sync has its button at the top of this very page. */
const hrefs: Record<SetupStep["name"], string | null> = {
  key: settingsHref("connection"),
  test: settingsHref("connection"),
  reps: "/reps",
  sync: null,
};

type SetupStepsProps = { steps: readonly SetupStep[]; isAdmin: boolean };

export function SetupSteps({ steps, isAdmin }: SetupStepsProps) {
  const t = useTranslations("overview.setup");
  return (
    <Card aria-labelledby="setup-title" data-testid="setup-steps">
      <CardHeader>
        <CardTitle id="setup-title">{t("title")}</CardTitle>
        <CardDescription>{isAdmin ? t("description") : t("descriptionViewer")}</CardDescription>
      </CardHeader>
      <CardContent>
        <ol className="grid gap-5 sm:grid-cols-2 xl:grid-cols-4">
          {steps.map(({ name, state }, index) => (
            <li key={name} aria-current={state === "next" ? "step" : undefined} className="flex gap-3">
              <span
                aria-hidden
                className={cn(
                  "flex size-7 shrink-0 items-center justify-center rounded-full border text-sm font-medium tabular-nums",
                  state === "done" && "border-success-border bg-success-soft text-success-text",
                  state === "next" && "border-primary bg-primary text-primary-foreground",
                  state === "later" && "text-muted-foreground",
                )}
              >
                {state === "done" ? <Check className="size-4" /> : index + 1}
              </span>
              <div className="flex min-w-0 flex-col items-start gap-1 pt-0.5 text-sm">
                <p className={cn("font-medium", state === "later" && "text-muted-foreground")}>
                  {t(`${name}.title`)}
                  {state === "done" && <span className="sr-only"> ({t("done")})</span>}
                </p>
                <p className="text-pretty text-muted-foreground">{t(`${name}.description`)}</p>
                {isAdmin && state === "next" && hrefs[name] && (
                  <Button asChild size="sm" variant="outline" className="mt-1.5">
                    <Link href={hrefs[name]}>{t(`${name}.action`)}</Link>
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ol>
      </CardContent>
    </Card>
  );
}
