import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

const ROWS = 10;

export function CallsSkeleton() {
  const t = useTranslations("common");
  return (
    <Card role="status" className="divide-y">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: ROWS }, (_, row) => (
        <div key={row} className="flex items-center gap-5 px-5 py-3.5">
          <Skeleton className="h-4 w-28 max-md:hidden" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-24 max-md:hidden" />
          <Skeleton className="h-4 w-12" />
          <Skeleton className="h-4 w-32 max-lg:hidden" />
        </div>
      ))}
    </Card>
  );
}
