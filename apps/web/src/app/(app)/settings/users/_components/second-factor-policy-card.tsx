"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { toast } from "@/lib/toast";
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
        <NativeSelect
          id={id}
          value={update.isPending ? update.variables.policy : data.policy}
          disabled={update.isPending}
          onChange={({ target }) => {
            const policy = POLICIES.find((name) => name === target.value);
            if (policy) update.mutate({ policy });
          }}
        >
          {POLICIES.map((policy) => (
            <option key={policy} value={policy}>
              {t(policy)}
            </option>
          ))}
        </NativeSelect>
      </CardContent>
    </Card>
  );
}
