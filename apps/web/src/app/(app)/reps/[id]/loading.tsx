import { useTranslations } from "next-intl";
import { CallsSkeleton } from "@/components/calls/calls-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("common");
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">{t("loading")}</span>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-8 w-64 max-w-full" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <Skeleton className="h-28 rounded-xl" />
      <CallsSkeleton />
    </div>
  );
}
