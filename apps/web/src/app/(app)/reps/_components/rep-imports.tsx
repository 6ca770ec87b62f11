"use client";

import { DownloadCloud, FileSpreadsheet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lazyDialog } from "@/lib/lazy-dialog";

const ImportDialog = lazyDialog(() => import("./import-dialog").then((file) => file.ImportDialog));
const CsvDialog = lazyDialog(() => import("./csv-dialog").then((file) => file.CsvDialog));

/** The two ways to add many reps at once: from Fathom's team, and from a file. */
export function RepImports() {
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
