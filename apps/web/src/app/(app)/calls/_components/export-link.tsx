import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** @param filters as written in the address: the file holds what the list shows, and all of it */
export function ExportLink({ filters }: { filters: string }) {
  const t = useTranslations("calls");
  return (
    <Button asChild variant="outline" size="sm">
      {/* Not a Link: it leads to a file, which Next must not fetch ahead. */}
      <a href={`/api/export/calls${filters && `?${filters}`}`} download>
        <Download aria-hidden />
        {t("export")}
      </a>
    </Button>
  );
}
