import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";

/** A phone shows cards, which have no columns. */
export function ColumnButton(props: ComponentProps<typeof Button>) {
  const t = useTranslations("calls.columns");
  return (
    <Button variant="outline" size="sm" className="max-md:hidden" {...props}>
      <Columns3 aria-hidden />
      {t("choose")}
    </Button>
  );
}
