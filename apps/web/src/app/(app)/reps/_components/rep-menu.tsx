"use client";

import { Archive, ArchiveRestore, Ellipsis, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Rep } from "./rep";
import type { RepActions } from "./use-rep-actions";

export function RepMenu({ rep, actions }: { rep: Rep; actions: RepActions }) {
  const t = useTranslations("reps.actions");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("more", { name: rep.name })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => actions.edit(rep)}>
          <Pencil aria-hidden />
          {t("edit")}
        </DropdownMenuItem>
        {rep.archivedAt === null ? (
          <DropdownMenuItem onSelect={() => actions.askToArchive(rep)}>
            <Archive aria-hidden />
            {t("archive")}
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem onSelect={() => actions.askToRestore(rep)}>
            <ArchiveRestore aria-hidden />
            {t("restore")}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
