import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { getCaller } from "@/server/caller";
import { AccountScreen } from "./_components/account-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

/** One's own account, for every user. */
export default async function AccountPage() {
  const t = await getTranslations("account");
  const { users } = await getCaller();
  const [ways, secondFactor, sessions] = await Promise.all([
    users.confirmation(),
    users.secondFactor.status(),
    users.sessions(),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <AccountScreen hasPassword={ways.password} initialStatus={secondFactor} initialSessions={sessions} />
    </>
  );
}
