import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** The place of a table or a form that is under way. */
export function PanelSkeleton() {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  );
}
