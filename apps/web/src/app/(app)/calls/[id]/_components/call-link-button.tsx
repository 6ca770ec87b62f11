"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { CallDetail } from "./call-detail";

type CallLinkButtonProps = { callId: string; salesRep: CallDetail["salesRep"] };

/** Gives the call to another rep; no sync takes that back. */
export function CallLinkButton({ callId, salesRep }: CallLinkButtonProps) {
  const t = useTranslations("call.link");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState("");
  const [, startRefresh] = useTransition();
  const reps = trpc.salesReps.list.useQuery({ includeArchived: false }, { enabled: open });
  const utils = trpc.useUtils();
  const link = trpc.calls.link.useMutation({
    onSuccess: async (call) => {
      setOpen(false);
      toast.success(t("done", { name: call.salesRep.name }));
      startRefresh(() => router.refresh());
      await Promise.all([utils.calls.invalidate(), utils.overview.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const others = reps.data?.items.filter(({ id }) => id !== salesRep.id) ?? [];
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" size="sm">
          {t("open")}
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description", { name: salesRep.name })}</DialogDescription>
        </DialogHeader>
        <div className="flex flex-col gap-2">
          <Label htmlFor="call-link-rep">{t("rep")}</Label>
          <Combobox
            id="call-link-rep"
            value={chosen}
            onChange={setChosen}
            disabled={others.length === 0}
            placeholder={reps.isPending ? common("loading") : t("choose")}
            choices={others.map(({ id, name, email }) => ({ value: id, text: `${name} (${email})` }))}
          />
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
