"use client";

import { Archive, ArchiveRestore, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionMenu } from "@/components/ui/action-menu";
import type { Rep } from "./rep";
import type { RepActions } from "./use-rep-actions";

export function RepMenu({ rep, actions }: { rep: Rep; actions: RepActions }) {
  const t = useTranslations("reps.actions");
  return (
    <ActionMenu
      label={t("more", { name: rep.name })}
      actions={[
        { icon: Pencil, label: t("edit"), onSelect: () => actions.edit(rep) },
        rep.archivedAt === null
          ? { icon: Archive, label: t("archive"), onSelect: () => actions.askToArchive(rep) }
          : { icon: ArchiveRestore, label: t("restore"), onSelect: () => actions.askToRestore(rep) },
      ]}
    />
  );
}
