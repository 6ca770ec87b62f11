import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";

export function LastTime({ date }: { date: Date | null }) {
  const t = useTranslations("common");
  if (date === null) return <span className="text-muted-foreground">{t("never")}</span>;
  return <RelativeTime date={date} />;
}
