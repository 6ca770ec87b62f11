"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { type CallFilters, kinds, noFilters, periods, sorts } from "./call-filters";
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
        <Choice
          label={t("rep")}
          value={filters.repId ?? ANY}
          onChange={(value) => onChange({ repId: value === ANY ? null : value })}
          choices={[
            [ANY, t("anyRep")],
            ...reps.map(({ id, name, archived }): [string, string] => [
              id,
              archived ? t("archivedRep", { name }) : name,
            ]),
          ]}
        />
        <Choice
          label={t("period")}
          value={filters.period}
          onChange={(value) =>
            onChange({ period: periods.find((period) => period === value) ?? "all", from: "", to: "" })
          }
          choices={periods.map((period) => [period, t(`periods.${period}`)])}
        />
        <Choice
          label={t("kind")}
          value={filters.kind}
          onChange={(value) => onChange({ kind: kinds.find((kind) => kind === value) ?? "all" })}
          choices={kinds.map((kind) => [kind, t(`kinds.${kind}`)])}
        />
        {(teams.length > 1 || filters.team !== "") && (
          <Choice
            label={t("team")}
            value={filters.team || ANY}
            onChange={(value) => onChange({ team: value === ANY ? "" : value })}
            // An address may name a team that no call is of any more.
            choices={[ANY, ...new Set([...teams, ...(filters.team ? [filters.team] : [])])].map((team) => [
              team,
              team === ANY ? t("anyTeam") : team,
            ])}
          />
        )}
        <Choice
          label={t("sort")}
          value={filters.sort}
          onChange={(value) => onChange({ sort: sorts.find((sort) => sort === value) ?? "newest" })}
          choices={sorts.map((sort) => [sort, t(`sorts.${sort}`)])}
        />
      </div>
      <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-3">
        {filters.period === "custom" && <PeriodFields filters={filters} onChange={onChange} />}
        {(["withTranscript", "awaited", "asked"] as const).map((name) => (
          <div key={name} className="flex items-center gap-2">
            <input
              type="checkbox"
              id={`${id}-${name}`}
              checked={filters[name]}
              onChange={(event) => onChange({ [name]: event.target.checked })}
              className="size-4 cursor-pointer accent-primary outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-offset-2 focus-visible:ring-offset-background"
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

type ChoiceProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: readonly (readonly [value: string, text: string])[];
};

function Choice({ label, value, onChange, choices }: ChoiceProps) {
  return (
    <NativeSelect aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {choices.map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </NativeSelect>
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
