import { useTranslations } from "next-intl";
import { CallsSkeleton } from "@/components/calls/calls-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("calls");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Skeleton className="mb-16 h-9 w-full" />
      <CallsSkeleton />
    </>
  );
}
