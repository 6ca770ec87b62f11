import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AppIcon } from "@/components/shell/app-mark";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { safeCallbackPath } from "@/lib/safe-callback-path";
import { getAccountUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { ProviderButton } from "./_components/provider-button";
import { SignInForm } from "./_components/sign-in-form";

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl, reason, error } = await searchParams;
  const callbackPath = safeCallbackPath(typeof callbackUrl === "string" ? callbackUrl : null);
  if ((await getAccountUser()) !== null) redirect(callbackPath);

  const provider = getDeps().config.oidc;
  const t = await getTranslations("signIn");
  const common = await getTranslations("common");
  return (
    // From the top, not around the middle: a page of which the end is still to come would jump up when it does.
    <main className="flex min-h-dvh flex-col items-center gap-6 px-4 pt-[12dvh] pb-10">
      <div className="w-full max-w-sm">
        <p className="mb-8 flex items-center justify-center gap-2.5 font-semibold tracking-tight">
          <AppIcon />
          {common("appName")}
        </p>
        <div className="rounded-xl border bg-card p-6">
          <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
          <p className="mt-1 mb-6 text-sm text-muted-foreground">{t("description")}</p>
          {reason === "session-over" && (
            <Alert role="status" className="mb-5">
              <AlertDescription>{t("sessionOver")}</AlertDescription>
            </Alert>
          )}
          {error !== undefined && (
            <Alert variant="danger" role="alert" className="mb-5">
              <AlertDescription>
                {t(error === "AccessDenied" ? "providerUnknownUser" : "providerFailed")}
              </AlertDescription>
            </Alert>
          )}
          <SignInForm callbackPath={callbackPath} />
          {provider && <ProviderButton name={provider.name} callbackPath={callbackPath} />}
        </div>
      </div>
      <LanguageSwitch />
    </main>
  );
}
