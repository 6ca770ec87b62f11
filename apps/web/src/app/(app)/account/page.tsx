import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { getCaller } from "@/server/caller";
import { PasswordCard } from "./_components/password-card";
import { SecondFactorCard } from "./_components/second-factor-card";
import { SessionsCard } from "./_components/sessions-card";

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
      <div className="flex max-w-4xl flex-col gap-5">
        {ways.password && <PasswordCard />}
        <SecondFactorCard initialStatus={secondFactor} />
        <SessionsCard initialSessions={sessions} />
      </div>
    </>
  );
}
