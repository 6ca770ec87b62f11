import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AppIcon } from "@/components/shell/app-mark";
import { LanguageSwitch } from "@/components/shell/language-switch";
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
  const common = await getTranslations("common");
  return (
    // From the top, not around the middle: a page of which the end is still to come would jump up when it does.
    <main className="flex min-h-dvh flex-col items-center gap-6 px-4 pt-[12dvh] pb-10">
      <div className="w-full max-w-md">
        <p className="mb-8 flex items-center justify-center gap-2.5 font-semibold tracking-tight">
          <AppIcon />
          {common("appName")}
        </p>
        <div className="rounded-xl border bg-card p-6">
          <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
          <p className="mt-1 mb-6 text-sm text-pretty text-muted-foreground">{t("descriptionRequired")}</p>
          <TrpcProvider>
            <RequiredSetup />
          </TrpcProvider>
        </div>
      </div>
      <LanguageSwitch />
    </main>
  );
}
