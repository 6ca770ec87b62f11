import { Inbox } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { SkippedReasonChips } from "@/components/sync/skipped-reason-chips";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/cn";
import type { Overview } from "./overview";

type LedgerCardProps = { ledger: Overview["ledger"]; isAdmin: boolean };

/** The account: everything Fathom showed is somewhere, and the sum says so. */
export function LedgerCard({ ledger, isAdmin }: LedgerCardProps) {
  const t = useTranslations("overview.ledger");
  const format = useFormatter();
  const { recordings, imported, skipped, errors } = ledger;
  const share = recordings === 0 ? 0 : imported / recordings;
  return (
    <Card aria-labelledby="ledger-title" data-testid="ledger">
      <CardHeader>
        <CardTitle id="ledger-title">{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      {recordings === 0 ? (
        <EmptyState icon={Inbox} title={t("empty")} description={t("emptyDescription")} />
      ) : (
        <CardContent className="flex flex-col gap-5">
          <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:flex sm:flex-wrap sm:gap-x-5">
            <Figure name="recordings" value={recordings} />
            <Figure name="imported" value={imported} sign="=" mark="bg-primary" />
            <Figure name="skipped" value={skipped} sign="+" mark="bg-muted-foreground/50" />
            <Figure name="errors" value={errors} sign="+" mark="bg-destructive" />
          </dl>
          <div className="flex flex-col gap-2">
            <LedgerBar ledger={ledger} />
            <p className="text-sm text-muted-foreground tabular-nums">
              {t("share", {
                percent: format.number(share, "percent"),
                sum: `${format.number(recordings)} = ${format.number(imported)} + ${format.number(skipped)} + ${format.number(errors)}`,
              })}
            </p>
          </div>
          <SkippedReasonChips skippedByReason={ledger.skippedByReason} linked={isAdmin} />
        </CardContent>
      )}
    </Card>
  );
}

type FigureProps = {
  name: "recordings" | "imported" | "skipped" | "errors";
  value: number;
  sign?: "=" | "+";
  /** The colour of this part in the bar. */
  mark?: string;
};

function Figure({ name, value, sign, mark }: FigureProps) {
  const t = useTranslations("overview.ledger");
  const format = useFormatter();
  return (
    <div data-testid={`ledger-${name}`} className={cn("flex flex-col gap-0.5", sign && "sm:pl-8")}>
      <dt className="flex items-center gap-1.5 text-xs text-muted-foreground">
        {mark && <span aria-hidden className={cn("size-2 rounded-full", mark)} />}
        {t(name)}
      </dt>
      <dd
        className={cn(
          "relative text-2xl font-semibold tracking-tight tabular-nums",
          name === "errors" && value > 0 && "text-danger-text",
        )}
      >
        {sign && (
          <span
            aria-hidden
            className="absolute -left-8 w-8 text-center font-normal text-muted-foreground max-sm:hidden"
          >
            {sign}
          </span>
        )}
        {format.number(value)}
      </dd>
    </div>
  );
}

const parts = [
  ["imported", "bg-primary"],
  ["skipped", "bg-muted-foreground/50"],
  ["errors", "bg-destructive"],
] as const;

/** The same three numbers as beside it, for the eye only. */
function LedgerBar({ ledger }: { ledger: Overview["ledger"] }) {
  return (
    <div aria-hidden className="flex h-3 w-full gap-0.5 overflow-hidden rounded-full">
      {parts
        .filter(([part]) => ledger[part] > 0)
        .map(([part, color]) => (
          // However few there are, they must be seen.
          <div key={part} className={`${color} min-w-1.5`} style={{ flexGrow: ledger[part] }} />
        ))}
    </div>
  );
}
