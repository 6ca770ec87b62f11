import { Compass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common.notFound");
  return { title: t("title") };
}

export default function NotFoundPage() {
  const t = useTranslations("common.notFound");
  return (
    <main className="flex min-h-[80dvh] items-center justify-center">
      <EmptyState
        heading="h1"
        icon={Compass}
        title={t("title")}
        description={t("description")}
        action={
          <Button asChild>
            <Link href="/">{t("action")}</Link>
          </Button>
        }
      />
    </main>
  );
}
