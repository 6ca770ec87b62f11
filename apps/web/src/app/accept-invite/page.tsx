import { AppError } from "@koppeling/api/errors";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AppIcon } from "@/components/shell/app-mark";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { Button } from "@/components/ui/button";
import { getCaller } from "@/server/caller";
import { TrpcProvider } from "@/trpc/provider";
import { AcceptInviteForm } from "./_components/accept-invite-form";

type AcceptInvitePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("acceptInvite");
  // The link is a key: no address that this page leads to may learn it.
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function AcceptInvitePage({ searchParams }: AcceptInvitePageProps) {
  const { token } = await searchParams;
  const found = await findInvitation(typeof token === "string" ? token : "");
  const t = await getTranslations("acceptInvite");
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
          {found.state === "open" ? (
            <>
              <h1 className="text-xl font-semibold tracking-tight">
                {found.name ? t("greeting", { name: found.name }) : t("title")}
              </h1>
              <p className="mt-1 mb-6 text-sm text-muted-foreground">{t("description")}</p>
              <TrpcProvider>
                <AcceptInviteForm token={found.token} email={found.email} />
              </TrpcProvider>
            </>
          ) : (
            <>
              <h1 className="text-xl font-semibold tracking-tight">{t(`${found.state}.title`)}</h1>
              <p className="mt-1 mb-6 text-sm text-muted-foreground">{t(`${found.state}.description`)}</p>
              <Button asChild variant="outline">
                <Link href="/sign-in">{t("toSignIn")}</Link>
              </Button>
            </>
          )}
        </div>
      </div>
      <LanguageSwitch />
    </main>
  );
}

type Found =
  | { state: "open"; token: string; email: string; name: string | null }
  | { state: "over" | "throttled" };

async function findInvitation(token: string): Promise<Found> {
  if (token === "" || token.length > 200) return { state: "over" };
  try {
    return { state: "open", token, ...(await (await getCaller()).users.invitation({ token })) };
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : null;
    if (!(cause instanceof AppError)) throw error;
    return { state: cause.code === "too_many_attempts" ? "throttled" : "over" };
  }
}
