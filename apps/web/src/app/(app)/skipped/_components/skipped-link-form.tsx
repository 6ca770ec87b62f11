"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogClose, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import type { Rep } from "../../reps/_components/rep";
import type { SkippedGroup } from "./skipped-group";
import type { SkippedResolving } from "./use-resolve-skipped";

type SkippedLinkFormProps = {
  group: SkippedGroup & { recorderEmail: string };
  /** Those who can be chosen. */
  reps: readonly Rep[];
  resolving: SkippedResolving;
  onDone: () => void;
};

/** The choice that makes a new rep; no id of a rep looks like this. */
const NEW_REP = "new";

export function SkippedLinkForm({ group, reps, resolving, onDone }: SkippedLinkFormProps) {
  const t = useTranslations("skipped.dialog");
  const common = useTranslations("common");
  const id = useId();
  const [choice, setChoice] = useState(reps.length === 0 ? NEW_REP : "");
  const [name, setName] = useState(group.recorderName ?? "");
  const [team, setTeam] = useState(group.teams[0] ?? "");
  const [problem, setProblem] = useState<"noChoice" | "noName" | null>(null);
  const rep = reps.find((candidate) => candidate.id === choice);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const missing = choice === "" ? "noChoice" : choice === NEW_REP && name.trim() === "" ? "noName" : null;
    setProblem(missing);
    if (missing) return;
    const { recorderEmail } = group;
    const done = rep
      ? await resolving.link({ action: "alias", recorderEmail, salesRepId: rep.id }, rep.name)
      : await resolving.link(
          { action: "new_rep", recorderEmail, name: name.trim(), team: team.trim() || null },
          name.trim(),
        );
    if (done) onDone();
  }

  return (
    <form noValidate className="grid gap-5" onSubmit={(event) => void submit(event)}>
      <div className="grid gap-2">
        <Label htmlFor={`${id}-rep`}>{t("rep")}</Label>
        <NativeSelect
          id={`${id}-rep`}
          value={choice}
          onChange={(event) => setChoice(event.target.value)}
          aria-describedby={`${id}-problem`}
          aria-invalid={problem === "noChoice" || undefined}
        >
          <option value="" disabled>
            {t("choose")}
          </option>
          <option value={NEW_REP}>{t("newRep")}</option>
          {reps.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
        </NativeSelect>
      </div>
      {choice === NEW_REP && (
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="grid content-start gap-2">
            <Label htmlFor={`${id}-name`}>{t("name")}</Label>
            <Input
              id={`${id}-name`}
              value={name}
              maxLength={300}
              autoComplete="off"
              aria-invalid={problem === "noName" || undefined}
              aria-describedby={`${id}-problem`}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <div className="grid content-start gap-2">
            <Label htmlFor={`${id}-team`}>{t("team")}</Label>
            <Input
              id={`${id}-team`}
              value={team}
              maxLength={300}
              autoComplete="off"
              onChange={(event) => setTeam(event.target.value)}
            />
          </div>
        </div>
      )}
      <p id={`${id}-problem`} aria-live="polite" className="text-sm text-danger-text empty:hidden">
        {problem && t(problem)}
      </p>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" pending={resolving.linking !== null}>
          {rep ? t("submit") : t("submitNew")}
        </Button>
      </DialogFooter>
    </form>
  );
}
