"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { SecondFactorSetup } from "@/components/account/second-factor-setup";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Status = RouterOutputs["users"]["secondFactor"]["status"];

/** One's own second factor: on, off, and new recovery codes. */
export function SecondFactorCard({ initialStatus }: { initialStatus: Status }) {
  const t = useTranslations("account.secondFactor");
  const utils = trpc.useUtils();
  const { data: status } = trpc.users.secondFactor.status.useQuery(undefined, { initialData: initialStatus });
  // Held here, since the recovery codes are still to be read when the status has changed already.
  const [settingUp, setSettingUp] = useState(false);
  const refresh = () => utils.users.secondFactor.status.invalidate();
  const onError = (error: unknown) => toast.error(readAppError(error).message ?? t("failed"));
  const renew = trpc.users.secondFactor.renewRecoveryCodes.useMutation({ gcTime: 0, onError });
  const remove = trpc.users.secondFactor.remove.useMutation({
    onError,
    onSuccess: () => toast.success(t("removed")),
    onSettled: refresh,
  });
  const isOn = status.on && !settingUp;

  function finish() {
    setSettingUp(false);
    renew.reset();
    void refresh();
  }

  return (
    <Card data-testid="second-factor">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          {t("title")}
          <Badge variant={isOn ? "success" : "neutral"}>
            {isOn ? <ShieldCheck aria-hidden /> : <ShieldOff aria-hidden />}
            {t(isOn ? "on" : "off")}
          </Badge>
        </CardTitle>
        <CardDescription>{t(status.required ? "descriptionRequired" : "description")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {!status.on || settingUp ? (
          <SecondFactorSetup onBegin={() => setSettingUp(true)} onDone={finish} />
        ) : renew.data ? (
          <RecoveryCodes codes={renew.data.recoveryCodes} onDone={finish} />
        ) : (
          <>
            <p className="text-sm text-muted-foreground">
              {t("codesLeft", { count: status.recoveryCodesLeft })}
            </p>
            <div className="flex flex-wrap gap-3">
              <Button variant="outline" pending={renew.isPending} onClick={() => renew.mutate()}>
                {t("renew")}
              </Button>
              <Button variant="destructive" pending={remove.isPending} onClick={() => remove.mutate()}>
                {t("remove")}
              </Button>
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}
