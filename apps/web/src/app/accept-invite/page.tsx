import { AppError } from "@koppeling/api/errors";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EntryShell } from "@/components/shell/entry-shell";
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
  if (found.state !== "open")
    return (
      <EntryShell title={t(`${found.state}.title`)} description={t(`${found.state}.description`)}>
        <Button asChild variant="outline">
          <Link href="/sign-in">{t("toSignIn")}</Link>
        </Button>
      </EntryShell>
    );
  return (
    <EntryShell
      title={found.name ? t("greeting", { name: found.name }) : t("title")}
      description={t("description")}
    >
      <TrpcProvider>
        <AcceptInviteForm token={found.token} email={found.email} />
      </TrpcProvider>
    </EntryShell>
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
