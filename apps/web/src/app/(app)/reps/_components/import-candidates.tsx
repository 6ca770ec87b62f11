"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { RouterOutputs } from "@/trpc/client";

type Candidate = RouterOutputs["salesReps"]["importFromFathom"]["candidates"][number];

type LeftOut = RouterOutputs["salesReps"]["importFromFathom"]["leftOut"][number];

type ImportCandidatesProps = {
  leftOut: readonly LeftOut[];
  candidates: readonly Candidate[];
  /** E-mail addresses. */
  chosen: readonly string[];
  onChoose: (emails: readonly string[]) => void;
};

export function ImportCandidates({ candidates, leftOut, chosen, onChoose }: ImportCandidatesProps) {
  const t = useTranslations("reps.import");
  const fresh = candidates.filter(({ status }) => status === "new");
  const known = candidates.filter(({ status }) => status !== "new");
  const allChosen = fresh.length > 0 && chosen.length === fresh.length;

  if (candidates.length + leftOut.length === 0) return <p className="text-sm">{t("nobody")}</p>;
  return (
    <>
      {fresh.length === 0 ? (
        <p className="text-sm">{t("nobodyNew")}</p>
      ) : (
        <Button
          variant="link"
          size="link"
          className="w-fit"
          onClick={() => onChoose(allChosen ? [] : fresh.map(({ email }) => email))}
        >
          {allChosen ? t("chooseNone") : t("chooseAll", { count: fresh.length })}
        </Button>
      )}
      <ul
        aria-label={t("candidates")}
        tabIndex={0}
        className="min-h-0 divide-y overflow-y-auto rounded-lg border outline-none focus-visible:ring-2 focus-visible:ring-ring"
      >
        {fresh.map((candidate) => (
          <NewCandidate
            key={candidate.email}
            candidate={candidate}
            checked={chosen.includes(candidate.email)}
            onChange={(checked) =>
              onChoose(
                checked ? [...chosen, candidate.email] : chosen.filter((email) => email !== candidate.email),
              )
            }
          />
        ))}
        {known.map((candidate) => (
          <li key={candidate.email} className="flex items-center gap-3 px-3.5 py-2.5 text-sm">
            <span className="flex min-w-0 flex-1 flex-col pl-7.5">
              <CandidateText candidate={candidate} />
            </span>
            {candidate.status !== "new" && <Badge variant="neutral">{t(`status.${candidate.status}`)}</Badge>}
          </li>
        ))}
        {leftOut.map(({ name, email, reason }, index) => (
          <li key={index} className="flex items-center gap-3 px-3.5 py-2.5 text-sm">
            <span className="flex min-w-0 flex-1 flex-col pl-7.5">
              <span className="truncate font-medium">{name}</span>
              <span className="text-muted-foreground">{t(`leftOut.${reason}`, { email: email ?? "" })}</span>
            </span>
            <Badge variant="warning">{t("leftOut.badge")}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

type NewCandidateProps = { candidate: Candidate; checked: boolean; onChange: (checked: boolean) => void };

function NewCandidate({ candidate, checked, onChange }: NewCandidateProps) {
  const id = useId();
  return (
    <li className="flex items-center gap-3 px-3.5 py-2.5 text-sm">
      <Checkbox id={id} checked={checked} onCheckedChange={(ticked) => onChange(ticked === true)} />
      <label htmlFor={id} className="flex min-w-0 flex-1 flex-col">
        <CandidateText candidate={candidate} />
      </label>
    </li>
  );
}

function CandidateText({ candidate: { name, email, team } }: { candidate: Candidate }) {
  return (
    <>
      <span className="truncate font-medium">{name}</span>
      <span className="truncate text-muted-foreground">{team ? `${email} · ${team}` : email}</span>
    </>
  );
}
