import { ShieldAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** What a viewer sees of a page that is for admins. The procedures behind it refuse by themselves. */
export function AdminOnly() {
  const t = useTranslations("common.adminOnly");
  return (
    <EmptyState
      heading="h1"
      icon={ShieldAlert}
      title={t("title")}
      description={t("description")}
      action={
        <Button asChild variant="outline">
          <Link href="/">{t("action")}</Link>
        </Button>
      }
    />
  );
}
