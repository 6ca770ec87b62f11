import { UserX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function RepNotFound() {
  const t = useTranslations("reps.notFound");
  return (
    <EmptyState
      heading="h1"
      icon={UserX}
      title={t("title")}
      description={t("description")}
      action={
        <Button asChild variant="outline">
          <Link href="/reps">{t("action")}</Link>
        </Button>
      }
    />
  );
}
