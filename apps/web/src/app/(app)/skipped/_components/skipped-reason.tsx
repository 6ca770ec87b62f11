import { Lightbulb } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Rep } from "../../reps/_components/rep";
import { findRepsOf } from "./find-reps-of";
import { isLinkable, type SkippedGroup } from "./skipped-group";

/** Why these are no calls, in a sentence, and what makes sense to do about it. */
export function SkippedReason({ group, reps }: { group: SkippedGroup; reps: readonly Rep[] }) {
  const t = useTranslations("skipped");
  const owners = findRepsOf(group.recorderEmail, reps, group.reason === "rep_archived");
  const namesOwners = group.reason === "ambiguous_rep" || group.reason === "rep_archived";
  return (
    <div className="flex flex-col gap-1">
      <p>
        {group.reason === "other_team" && group.teams.length > 0
          ? t("otherTeamNamed", { teams: group.teams.join(", ") })
          : t(`reasons.${group.reason}`)}
      </p>
      {group.suggestion ? (
        <p className="flex gap-2 text-muted-foreground">
          <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-primary-text" />
          <span>
            {t.rich(`suggestion.${group.suggestion.kind}`, {
              name: group.suggestion.name,
              b: (chunks) => <b className="font-medium text-foreground">{chunks}</b>,
            })}{" "}
            <Brings group={group} />
          </span>
        </p>
      ) : (
        <p className="text-pretty text-muted-foreground">
          {t(`advice.${group.reason}`)} {isLinkable(group) && <Brings group={group} />}
        </p>
      )}
      {namesOwners && owners.length > 0 && (
        <ul aria-label={t("owners")} className="flex flex-wrap gap-x-3">
          {owners.map((rep) => (
            <li key={rep.id}>
              <Link
                href={`/reps/${rep.id}`}
                className="rounded-sm text-primary-text underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring"
              >
                {rep.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What one press brings: not what Fathom shows no more, nor what the team filter keeps out. */
function Brings({ group }: { group: SkippedGroup }) {
  const t = useTranslations("skipped");
  return (
    <span data-testid="skipped-brings" className="tabular-nums">
      {t("brings", { count: group.brings })}
      {group.brings < group.count && ` ${t("bringsFewer", { count: group.count - group.brings })}`}
    </span>
  );
}
