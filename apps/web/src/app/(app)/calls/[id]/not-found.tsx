import { PhoneOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function CallNotFound() {
  const t = useTranslations("call.notFound");
  return (
    <EmptyState
      heading="h1"
      icon={PhoneOff}
      title={t("title")}
      description={t("description")}
      action={
        <Button asChild variant="outline">
          <Link href="/calls">{t("action")}</Link>
        </Button>
      }
    />
  );
}
