import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/ui/page-header";
import { PanelSkeleton } from "@/components/ui/panel-skeleton";

export default function Loading() {
  const t = useTranslations("reps");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PanelSkeleton />
    </>
  );
}
