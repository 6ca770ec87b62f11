import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireUser } from "@/server/require-user";
import { ConfirmedSignal } from "./_components/confirmed-signal";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.confirmed");
  return { title: t("title") };
}

/** Where the sign-in provider's window ends up: see confirm-identity-dialog.tsx. */
export default async function ConfirmedPage() {
  await requireUser();
  const t = await getTranslations("account.confirmed");
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[20dvh] text-center">
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-1 text-sm text-muted-foreground">{t("description")}</p>
      <ConfirmedSignal />
    </main>
  );
}
