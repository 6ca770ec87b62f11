"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { toast } from "@/lib/toast";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { CallDetail } from "./call-detail";

type CallLinkDialogProps = {
  callId: string;
  salesRep: CallDetail["salesRep"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Gives the call to another rep; no sync takes that back. */
export function CallLinkDialog({ callId, salesRep, open, onOpenChange }: CallLinkDialogProps) {
  const t = useTranslations("call.link");
  const common = useTranslations("common");
  const router = useRouter();
  const [chosen, setChosen] = useState("");
  const [, startRefresh] = useTransition();
  const reps = trpc.salesReps.list.useQuery({ includeArchived: false }, { enabled: open });
  const utils = trpc.useUtils();
  const link = trpc.calls.link.useMutation({
    onSuccess: async (call) => {
      onOpenChange(false);
      toast.success(t("done", { name: call.salesRep.name }));
      startRefresh(() => router.refresh());
      await Promise.all([utils.calls.invalidate(), utils.overview.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const others = reps.data?.items.filter(({ id }) => id !== salesRep.id) ?? [];
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description", { name: salesRep.name })}</DialogDescription>
        </DialogHeader>
        <div className="flex flex-col gap-2">
          <Label htmlFor="call-link-rep">{t("rep")}</Label>
          <NativeSelect
            id="call-link-rep"
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            disabled={others.length === 0}
          >
            <option value="" disabled>
              {reps.isPending ? common("loading") : t("choose")}
            </option>
            {others.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {name} ({email})
              </option>
            ))}
          </NativeSelect>
        </div>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button
            disabled={chosen === ""}
            pending={link.isPending}
            onClick={() => link.mutate({ callId, salesRepId: chosen })}
          >
            {t("submit")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
