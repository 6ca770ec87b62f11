"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { type CallFilters, kinds, noFilters, periods } from "./call-filters";
import { CallSearchField } from "./call-search-field";
import type { ChangeCallFilters } from "./use-call-filters";

export type RepChoice = { id: string; name: string; archived: boolean };

type CallFilterBarProps = {
  filters: CallFilters;
  onChange: ChangeCallFilters;
  reps: readonly RepChoice[];
  active: boolean;
};

const ANY_REP = "any";

export function CallFilterBar({ filters, onChange, reps, active }: CallFilterBarProps) {
  const t = useTranslations("calls.filters");
  const transcriptId = useId();
  return (
    <search className="mb-4 flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-[minmax(14rem,1fr)_repeat(3,11rem)]">
        <div className="col-span-full lg:col-auto">
          <CallSearchField
            search={filters.search}
            onSearch={(search) => onChange({ search }, { replace: true })}
          />
        </div>
        <Select
          value={filters.repId ?? ANY_REP}
          onValueChange={(value) => onChange({ repId: value === ANY_REP ? null : value })}
        >
          <SelectTrigger aria-label={t("rep")} className="max-sm:col-span-full">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={ANY_REP}>{t("anyRep")}</SelectItem>
            {reps.map((rep) => (
              <SelectItem key={rep.id} value={rep.id}>
                {rep.archived ? t("archivedRep", { name: rep.name }) : rep.name}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Select
          value={filters.period}
          onValueChange={(value) =>
            onChange({ period: periods.find((period) => period === value) ?? "all", from: "", to: "" })
          }
        >
          <SelectTrigger aria-label={t("period")}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {periods.map((period) => (
              <SelectItem key={period} value={period}>
                {t(`periods.${period}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Select
          value={filters.kind}
          onValueChange={(value) => onChange({ kind: kinds.find((kind) => kind === value) ?? "all" })}
        >
          <SelectTrigger aria-label={t("kind")}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {kinds.map((kind) => (
              <SelectItem key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-3">
        {filters.period === "custom" && <PeriodFields filters={filters} onChange={onChange} />}
        <div className="flex items-center gap-2">
          <Checkbox
            id={transcriptId}
            checked={filters.withTranscript}
            onCheckedChange={(checked) => onChange({ withTranscript: checked === true })}
          />
          <Label htmlFor={transcriptId} className="font-normal">
            {t("withTranscript")}
          </Label>
        </div>
        {active && (
          <Button variant="ghost" size="sm" onClick={() => onChange(noFilters)}>
            <X aria-hidden />
            {t("clear")}
          </Button>
        )}
      </div>
    </search>
  );
}

function PeriodFields({ filters, onChange }: Pick<CallFilterBarProps, "filters" | "onChange">) {
  const t = useTranslations("calls.filters");
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {(["from", "to"] as const).map((end) => (
        <div key={end} className="flex items-center gap-2">
          <Label htmlFor={`${id}-${end}`} className="font-normal">
            {t(end)}
          </Label>
          <Input
            id={`${id}-${end}`}
            type="date"
            className="w-40"
            value={filters[end]}
            min={end === "to" ? filters.from : undefined}
            max={end === "from" ? filters.to : undefined}
            onChange={(event) => onChange({ [end]: event.target.value }, { replace: true })}
          />
        </div>
      ))}
    </div>
  );
}
