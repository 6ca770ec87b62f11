import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** Below the tabs, which stay. */
export default function Loading() {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  );
}
