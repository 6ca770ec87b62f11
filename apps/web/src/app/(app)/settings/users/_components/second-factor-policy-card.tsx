"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { toast } from "sonner";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { Label } from "@/components/ui/label";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Policy = RouterOutputs["users"]["secondFactor"]["policy"];

const POLICIES = ["nobody", "admins", "everyone"] as const;

/** Of whom a second factor is required. Whoever has none sets one up before anything else. */
export function SecondFactorPolicyCard({ initialPolicy }: { initialPolicy: Policy }) {
  const t = useTranslations("users.secondFactor");
  const id = useId();
  const utils = trpc.useUtils();
  const { data } = trpc.users.secondFactor.policy.useQuery(undefined, { initialData: initialPolicy });
  const update = trpc.users.secondFactor.setPolicy.useMutation({
    onSuccess: () => toast.success(t("saved")),
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
    onSettled: () => utils.users.secondFactor.invalidate(),
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      <CardContent className="grid max-w-xs gap-2">
        <Label htmlFor={id}>{t("label")}</Label>
        <Choice
          id={id}
          value={update.isPending ? update.variables.policy : data.policy}
          disabled={update.isPending}
          onChange={(policy) => update.mutate({ policy })}
          choices={POLICIES.map((policy) => ({ value: policy, text: t(policy) }))}
        />
      </CardContent>
    </Card>
  );
}
