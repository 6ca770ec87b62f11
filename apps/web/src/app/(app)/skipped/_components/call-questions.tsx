"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import type { Rep } from "../../reps/_components/rep";

export type CallQuestionList = RouterOutputs["calls"]["questions"];
type Group = CallQuestionList["groups"][number];

type CallQuestionsProps = { initialQuestions: CallQuestionList; reps: readonly Rep[] };

/** Calls of which the rules say something else now than that they are their rep's: leave them, or move them. */
export function CallQuestions({ initialQuestions, reps }: CallQuestionsProps) {
  const t = useTranslations("skipped.questions");
  const { data } = trpc.calls.questions.useQuery(undefined, { initialData: initialQuestions });
  if (data.groups.length === 0) return null;
  return (
    <Card aria-labelledby="call-questions-title">
      <CardHeader className="pb-4">
        <CardTitle id="call-questions-title">{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <ul aria-labelledby="call-questions-title" className="divide-y border-t">
        {data.groups.map((group) => (
          <QuestionRow
            key={`${group.owner.id} ${group.reason} ${group.salesRep?.id ?? ""}`}
            group={group}
            reps={reps}
          />
        ))}
      </ul>
    </Card>
  );
}

function QuestionRow({ group, reps }: { group: Group; reps: readonly Rep[] }) {
  const t = useTranslations("skipped.questions");
  const format = useFormatter();
  const id = useId();
  const { owner, salesRep: named } = group;
  const others = reps.filter((rep) => rep.archivedAt === null && rep.id !== owner.id);
  const [chosen, setChosen] = useState(others.find((rep) => rep.id === named?.id)?.id ?? "");
  const { answer, answering } = useAnswer(group);
  const emails = format.list(group.recorderEmails);
  return (
    <li data-testid="call-question-group" aria-labelledby={`${id}-name`} className="px-5 py-4 text-sm">
      <div className="flex flex-col gap-3 lg:flex-row lg:items-start lg:justify-between lg:gap-6">
        <div className="min-w-0">
          <h3 id={`${id}-name`} className="font-medium break-words">
            {t("group", {
              count: group.count,
              name: owner.archived ? t("archived", { name: owner.name }) : owner.name,
            })}
          </h3>
          <p className="text-pretty wrap-anywhere text-muted-foreground">
            {t(`reasons.${group.reason}`, { name: named?.name ?? "" })} {t("recorded", { emails })}
          </p>
          <Link
            href={`/calls?${new URLSearchParams({ rep: owner.id, asked: "1" }).toString()}`}
            className="mt-1 inline-block text-primary-text underline underline-offset-4"
          >
            {t("show")}
          </Link>
        </div>
        <div className="flex shrink-0 flex-wrap items-center gap-2">
          <Button
            size="sm"
            pending={answering === owner.id}
            disabled={answering !== null}
            onClick={() => void answer(owner)}
          >
            {t("leave", { name: owner.name })}
          </Button>
          <Combobox
            aria-label={t("rep")}
            className="w-52"
            value={chosen}
            onChange={setChosen}
            placeholder={t("choose")}
            choices={others.map(({ id: value, name: text }) => ({ value, text }))}
          />
          <Button
            size="sm"
            variant="outline"
            pending={answering !== null && answering !== owner.id}
            disabled={chosen === "" || answering !== null}
            onClick={() => {
              const rep = others.find((other) => other.id === chosen);
              if (rep) void answer(rep);
            }}
          >
            {t("move")}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** A large group takes several requests; what was answered stays so when one of them fails. */
function useAnswer(group: Group) {
  const t = useTranslations("skipped.questions");
  const utils = trpc.useUtils();
  const mutation = trpc.calls.answer.useMutation();
  const [answering, setAnswering] = useState<string | null>(null);
  const answer = async (rep: { id: string; name: string }) => {
    setAnswering(rep.id);
    let count = 0;
    try {
      for (let left = 1; left > 0; ) {
        const done = await mutation.mutateAsync({
          ownerId: group.owner.id,
          reason: group.reason,
          questionRepId: group.salesRep?.id ?? null,
          salesRepId: rep.id,
        });
        count += done.answered;
        left = done.answered === 0 ? 0 : done.left;
      }
      toast.success(t("done", { count, name: rep.name }));
    } catch (error) {
      toast.error(readAppError(error).message ?? t("failed"));
    }
    setAnswering(null);
    await Promise.all([utils.calls.invalidate(), utils.overview.invalidate()]);
  };
  return { answer, answering };
}
