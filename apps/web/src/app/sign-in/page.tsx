import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EntryShell } from "@/components/shell/entry-shell";
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
  return (
    <EntryShell title={t("title")} description={t("description")}>
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
    </EntryShell>
  );
}
