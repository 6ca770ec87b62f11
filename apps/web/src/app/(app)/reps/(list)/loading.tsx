import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("reps");
  const common = useTranslations("common");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div role="status">
        <span className="sr-only">{common("loading")}</span>
        <Skeleton className="h-96 w-full rounded-xl" />
      </div>
    </>
  );
}
