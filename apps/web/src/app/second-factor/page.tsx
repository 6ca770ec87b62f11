import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryShell } from "@/components/shell/entry-shell";
import { getAccountUser } from "@/server/auth";
import { TrpcProvider } from "@/trpc/provider";
import { RequiredSetup } from "./_components/required-setup";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.secondFactor");
  return { title: t("title") };
}

/** For whoever must have a second factor and has none: until it is there, every other page leads here. */
export default async function SecondFactorPage() {
  const user = await getAccountUser();
  if (user === null) redirect("/sign-in");
  if (!user.session?.mustEnrol) redirect("/account");
  const t = await getTranslations("account.secondFactor");
  return (
    <EntryShell title={t("title")} description={t("descriptionRequired")}>
      <TrpcProvider>
        <RequiredSetup />
      </TrpcProvider>
    </EntryShell>
  );
}
