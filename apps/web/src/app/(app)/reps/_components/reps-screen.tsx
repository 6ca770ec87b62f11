"use client";

import { DownloadCloud, FileSpreadsheet, UserPlus, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Label } from "@/components/ui/label";
import { PageHeader } from "@/components/ui/page-header";
import { Switch } from "@/components/ui/switch";
import { lazyDialog } from "@/lib/lazy-dialog";
import { trpc } from "@/trpc/client";
import { CsvDialog } from "./csv-dialog";
import { ImportDialog } from "./import-dialog";
import type { RepList } from "./rep";
import { RepCards } from "./rep-cards";
import { RepsTable } from "./reps-table";
import { useRepActions } from "./use-rep-actions";
import { type Refresh, useRepRefresh } from "./use-rep-refresh";

const RepDialogs = lazyDialog(() => import("./rep-dialogs").then((file) => file.RepDialogs));

type RepsScreenProps = { initialReps: RepList; initialRefresh: Refresh | null; isAdmin: boolean };

export function RepsScreen({ initialReps, initialRefresh, isAdmin }: RepsScreenProps) {
  const t = useTranslations("reps");
  const { data } = trpc.salesReps.list.useQuery({ includeArchived: true }, { initialData: initialReps });
  const [withArchived, setWithArchived] = useState(false);
  const refresh = useRepRefresh(initialRefresh);
  const actions = useRepActions();

  const archivedCount = data.items.filter((rep) => rep.archivedAt !== null).length;
  const reps = withArchived ? data.items : data.items.filter((rep) => rep.archivedAt === null);
  const admin = isAdmin ? { refresh, actions } : null;
  const addButton = (
    <Button onClick={actions.add}>
      <UserPlus aria-hidden />
      {t("add")}
    </Button>
  );

  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        action={
          isAdmin && (
            <>
              <RepImports />
              {addButton}
            </>
          )
        }
      />
      {archivedCount > 0 && (
        <ArchivedSwitch count={archivedCount} checked={withArchived} onChange={setWithArchived} />
      )}
      <Card>
        {reps.length === 0 ? (
          <EmptyState
            icon={Users}
            title={archivedCount > 0 ? t("onlyArchived.title") : t("empty.title")}
            description={
              archivedCount > 0
                ? t("onlyArchived.description")
                : isAdmin
                  ? t("empty.description")
                  : t("empty.descriptionViewer")
            }
          />
        ) : (
          <>
            <div className="max-lg:hidden">
              <RepsTable reps={reps} admin={admin} />
            </div>
            <div className="lg:hidden">
              <RepCards reps={reps} admin={admin} />
            </div>
          </>
        )}
      </Card>
      {isAdmin && <RepDialogs open={actions.dialog !== null} actions={actions} />}
    </>
  );
}

type ArchivedSwitchProps = { count: number; checked: boolean; onChange: (checked: boolean) => void };

function ArchivedSwitch({ count, checked, onChange }: ArchivedSwitchProps) {
  const t = useTranslations("reps");
  const id = useId();
  return (
    <div className="mb-4 flex items-center gap-2.5">
      <Switch id={id} checked={checked} onCheckedChange={onChange} />
      <Label htmlFor={id} className="font-normal">
        {t("showArchived", { count })}
      </Label>
    </div>
  );
}

/** The two ways to add many reps at once: from Fathom's team, and from a file. */
function RepImports() {
  const t = useTranslations("reps");
  const [open, setOpen] = useState<"fathom" | "csv" | null>(null);
  return (
    <>
      <Button variant="outline" aria-haspopup="dialog" onClick={() => setOpen("fathom")}>
        <DownloadCloud aria-hidden />
        {t("import.action")}
      </Button>
      <Button variant="outline" aria-haspopup="dialog" onClick={() => setOpen("csv")}>
        <FileSpreadsheet aria-hidden />
        {t("csv.action")}
      </Button>
      <ImportDialog open={open === "fathom"} onOpenChange={(next) => setOpen(next ? "fathom" : null)} />
      <CsvDialog open={open === "csv"} onOpenChange={(next) => setOpen(next ? "csv" : null)} />
    </>
  );
}
