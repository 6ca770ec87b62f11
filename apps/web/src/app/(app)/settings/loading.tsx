import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div role="status" className="flex flex-col gap-6">
        <span className="sr-only">{common("loading")}</span>
        <Skeleton className="h-10 w-full max-w-2xl" />
        <Skeleton className="h-96 w-full rounded-xl" />
      </div>
    </>
  );
}
