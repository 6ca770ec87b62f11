"use client";

import { ArchiveRestore, SlidersHorizontal, UserPlus, UserRoundCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { settingsHref } from "@/lib/settings-href";
import { findRepsOf } from "./find-reps-of";
import type { Rep } from "../../reps/_components/rep";
import { isLinkable, type SkippedGroup } from "./skipped-group";
import type { SkippedResolving } from "./use-resolve-skipped";

export type SkippedActionsProps = {
  group: SkippedGroup;
  reps: readonly Rep[];
  resolving: SkippedResolving;
  onChoose: () => void;
  onRestore: (rep: Rep) => void;
};

/** The press that makes sense for a group. */
export function SkippedActions({ group, reps, resolving, onChoose, onRestore }: SkippedActionsProps) {
  const t = useTranslations("skipped.actions");
  const busy = resolving.linking !== null || resolving.undoing;
  if (group.reason === "rep_archived") {
    const [rep, ...others] = findRepsOf(group.recorderEmail, reps, true);
    if (!rep || others.length > 0) return null;
    return (
      <Button variant="outline" className="max-w-full" onClick={() => onRestore(rep)}>
        <ArchiveRestore aria-hidden />
        <span className="truncate">{t("restore", { name: rep.name })}</span>
      </Button>
    );
  }
  if (group.reason === "other_team") {
    return (
      <Button asChild variant="outline">
        <Link href={settingsHref("connection", "teams")}>
          <SlidersHorizontal aria-hidden />
          {t("teams")}
        </Link>
      </Button>
    );
  }
  if (!isLinkable(group)) return null;
  const { suggestion, recorderEmail } = group;
  if (suggestion === null) {
    return (
      <Button variant="outline" disabled={busy} onClick={onChoose}>
        <UserPlus aria-hidden />
        {t("choose")}
      </Button>
    );
  }
  const pending = resolving.linking === recorderEmail;
  const Icon = suggestion.kind === "alias" ? UserRoundCheck : UserPlus;
  return (
    <>
      <Button
        className="max-w-full"
        pending={pending}
        disabled={busy && !pending}
        onClick={() =>
          void resolving.link(
            suggestion.kind === "alias"
              ? { action: "alias", recorderEmail, salesRepId: suggestion.salesRepId }
              : { action: "new_rep", recorderEmail, name: suggestion.name },
            suggestion.name,
          )
        }
      >
        {!pending && <Icon aria-hidden />}
        <span className="truncate">{t(suggestion.kind, { name: suggestion.name })}</span>
      </Button>
      <Button variant="link" size="link" disabled={busy} onClick={onChoose}>
        {t("chooseOther")}
      </Button>
    </>
  );
}
