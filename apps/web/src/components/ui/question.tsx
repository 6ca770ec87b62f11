"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import {
  DialogClose,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";

type QuestionProps = {
  title: string;
  description: string;
  /** What happens when the answer is yes: "Archiveren". */
  action: string;
  destructive?: boolean;
  pending: boolean;
  onYes: () => void;
};

/** What a dialog asks before it does something; inside DialogContent. */
export function Question({ title, description, action, destructive = false, pending, onYes }: QuestionProps) {
  const common = useTranslations("common");
  return (
    <>
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
      </DialogHeader>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button variant={destructive ? "destructive" : "default"} pending={pending} onClick={onYes}>
          {action}
        </Button>
      </DialogFooter>
    </>
  );
}
