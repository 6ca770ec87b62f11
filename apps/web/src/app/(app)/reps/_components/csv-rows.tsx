import { CircleCheck, CircleMinus, CircleX, type LucideIcon, Pencil, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RouterOutputs } from "@/trpc/client";

type CsvRow = RouterOutputs["salesReps"]["importCsv"]["rows"][number];
type Fate = "new" | "changed" | "unchanged" | "archived" | "invalid";

const looks: Record<Fate, { icon: LucideIcon; variant: "success" | "accent" | "neutral" | "danger" }> = {
  new: { icon: UserPlus, variant: "success" },
  changed: { icon: Pencil, variant: "accent" },
  unchanged: { icon: CircleCheck, variant: "neutral" },
  archived: { icon: CircleMinus, variant: "neutral" },
  invalid: { icon: CircleX, variant: "danger" },
};

function fateOf({ status, changes }: CsvRow): Fate {
  if (status !== "existing") return status;
  return changes.length > 0 ? "changed" : "unchanged";
}

/** What the file would do, line by line. */
export function CsvRows({ rows }: { rows: readonly CsvRow[] }) {
  const t = useTranslations("reps.csv");
  return (
    <ul
      aria-label={t("rows")}
      tabIndex={0}
      data-testid="csv-rows"
      className="min-h-0 divide-y overflow-y-auto rounded-lg border outline-none focus-visible:ring-2 focus-visible:ring-ring"
    >
      {rows.map((row) => {
        const fate = fateOf(row);
        const { icon: Icon, variant } = looks[fate];
        const addresses = [row.email, ...row.aliases].filter(Boolean).join(", ");
        return (
          <li key={row.line} className="flex flex-col gap-1.5 px-3.5 py-2.5 text-sm sm:flex-row sm:gap-3">
            <Badge variant={variant} className="mt-0.5 sm:w-32">
              <Icon aria-hidden />
              {t(`fate.${fate}`)}
            </Badge>
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">
                {row.name || t("noName")}
                {row.team && <span className="font-normal text-muted-foreground"> · {row.team}</span>}
              </p>
              <p className="break-all text-muted-foreground">{addresses}</p>
              {fate === "changed" && (
                <p className="text-muted-foreground">
                  {t("changes", { what: row.changes.map((change) => t(`change.${change}`)).join(", ") })}
                </p>
              )}
              {row.problem && <p className="text-danger-text">{row.problem}</p>}
            </div>
            <span className="text-xs text-muted-foreground tabular-nums">
              {t("line", { line: row.line })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
