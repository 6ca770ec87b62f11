"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Choice } from "@/components/ui/choice";
import { Combobox } from "@/components/ui/combobox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { type CallFilters, kinds, noFilters, periods, sorts } from "@/components/calls/call-filters";
import { CallSearchField } from "./call-search-field";
import type { ChangeCallFilters } from "./use-call-filters";

export type RepChoice = { id: string; name: string; archived: boolean };

type CallFilterBarProps = {
  filters: CallFilters;
  onChange: ChangeCallFilters;
  reps: readonly RepChoice[];
  teams: readonly string[];
  active: boolean;
  /** What is done with the list as a whole. */
  children: ReactNode;
};

const ANY = "any";
/** Before a team's name, so that none is taken for `ANY`. */
const TEAM = "team:";

export function CallFilterBar({ filters, onChange, reps, teams, active, children }: CallFilterBarProps) {
  const t = useTranslations("calls.filters");
  const id = useId();
  return (
    <search className="mb-4 flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
        <div className="col-span-full">
          <CallSearchField
            search={filters.search}
            onSearch={(search) => onChange({ search }, { replace: true })}
          />
        </div>
        <Combobox
          aria-label={t("rep")}
          value={filters.repId ?? ANY}
          onChange={(value) => onChange({ repId: value === ANY ? null : value })}
          choices={[
            { value: ANY, text: t("anyRep") },
            ...reps.map(({ id, name, archived }) => ({
              value: id,
              text: archived ? t("archivedRep", { name }) : name,
            })),
          ]}
        />
        <Choice
          aria-label={t("period")}
          value={filters.period}
          onChange={(period) => onChange({ period, from: "", to: "" })}
          choices={periods.map((value) => ({ value, text: t(`periods.${value}`) }))}
        />
        <Choice
          aria-label={t("kind")}
          value={filters.kind}
          onChange={(kind) => onChange({ kind })}
          choices={kinds.map((value) => ({ value, text: t(`kinds.${value}`) }))}
        />
        {(teams.length > 1 || filters.team !== "") && (
          <Choice
            aria-label={t("team")}
            value={filters.team ? `${TEAM}${filters.team}` : ANY}
            onChange={(value) => onChange({ team: value === ANY ? "" : value.slice(TEAM.length) })}
            choices={[
              { value: ANY, text: t("anyTeam") },
              // An address may name a team that no call is of any more.
              ...[...new Set([...teams, ...(filters.team ? [filters.team] : [])])].map((team) => ({
                value: `${TEAM}${team}`,
                text: team,
              })),
            ]}
          />
        )}
        <Choice
          aria-label={t("sort")}
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
          choices={sorts.map((value) => ({ value, text: t(`sorts.${value}`) }))}
        />
      </div>
      <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-3">
        {filters.period === "custom" && <PeriodFields filters={filters} onChange={onChange} />}
        {(["withTranscript", "awaited", "asked"] as const).map((name) => (
          <div key={name} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${name}`}
              checked={filters[name]}
              onCheckedChange={(ticked) => onChange({ [name]: ticked === true })}
            />
            <Label htmlFor={`${id}-${name}`} className="font-normal">
              {t(name)}
            </Label>
          </div>
        ))}
        {active && (
          <Button variant="ghost" size="sm" onClick={() => onChange({ ...noFilters, sort: filters.sort })}>
            <X aria-hidden />
            {t("clear")}
          </Button>
        )}
        <div className="ml-auto flex items-center gap-2">{children}</div>
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
