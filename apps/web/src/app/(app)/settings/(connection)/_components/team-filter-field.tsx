"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Skeleton } from "@/components/ui/skeleton";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { ConnectionFormValues, FathomSettings } from "./connection-form-schema";
import { TEAMS_KEY } from "./use-connection-test";

const FIVE_MINUTES_MS = 300_000;

export function TeamFilterField({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection.form");
  const id = useId();
  const { control } = useFormContext<ConnectionFormValues>();
  const { field } = useController({ control, name: "teamFilter" });
  const { client } = trpc.useUtils();
  const query = useQuery({
    queryKey: TEAMS_KEY,
    queryFn: () => client.fathomSettings.teams.mutate(),
    enabled: settings.hasApiKey,
    staleTime: FIVE_MINUTES_MS,
    retry: false,
  });
  const inFathom = query.data?.teams ?? [];
  // A team that Fathom no longer has stays visible while it is ticked: it is hiding calls right now.
  const choices = [...new Set([...inFathom, ...settings.teamFilter])].sort((a, b) => a.localeCompare(b));

  const toggle = (team: string, ticked: boolean) =>
    field.onChange(ticked ? [...field.value, team] : field.value.filter((other) => other !== team));

  return (
    <fieldset id="teams" aria-describedby={`${id}-help`} className="grid scroll-mt-20 gap-2.5">
      <legend className="mb-2.5 text-sm leading-none font-medium">{t("teams")}</legend>
      {!settings.hasApiKey && <p className="text-sm text-muted-foreground">{t("teamsNeedKey")}</p>}
      {query.isLoading && <Skeleton className="h-5 w-64" />}
      {query.isError && (
        <p role="status" className="flex flex-wrap gap-x-2 text-sm text-muted-foreground">
          {t("teamsFailed")} {readAppError(query.error).message}
          <Button variant="link" size="link" pending={query.isFetching} onClick={() => void query.refetch()}>
            <RetryLabel />
          </Button>
        </p>
      )}
      {query.isSuccess && choices.length === 0 && (
        <p className="text-sm text-muted-foreground">{t("teamsNone")}</p>
      )}
      {choices.length > 0 && (
        <ul className="flex flex-wrap gap-x-6 gap-y-2.5">
          {choices.map((team) => (
            <li key={team} className="flex items-center gap-2.5">
              <Checkbox
                id={`${id}-${team}`}
                checked={field.value.includes(team)}
                onCheckedChange={(ticked) => toggle(team, ticked === true)}
              />
              <label htmlFor={`${id}-${team}`} className="text-sm">
                {team}
                {query.isSuccess && !inFathom.includes(team) && (
                  <span className="text-muted-foreground"> ({t("teamGone")})</span>
                )}
              </label>
            </li>
          ))}
        </ul>
      )}
      {settings.hasApiKey && (
        <p id={`${id}-help`} className="text-sm text-pretty text-muted-foreground">
          {t("teamsHelp")}
        </p>
      )}
    </fieldset>
  );
}

function RetryLabel() {
  return useTranslations("common.error")("retry");
}
