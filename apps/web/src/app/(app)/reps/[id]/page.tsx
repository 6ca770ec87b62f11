import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { isActiveRun } from "@/components/sync/sync-run";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { RepScreen } from "./_components/rep-screen";

type RepPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: RepPageProps): Promise<Metadata> {
  const rep = await loadRep((await params).id);
  if (rep) return { title: rep.name };
  const t = await getTranslations("reps.notFound");
  return { title: t("title") };
}

export default async function RepPage({ params }: RepPageProps) {
  const user = await requireUser();
  const rep = await loadRep((await params).id);
  if (!rep) notFound();
  const caller = await getCaller();
  const isAdmin = user.role === "admin";
  const [calls, { items: runs }, visibility] = await Promise.all([
    caller.calls.list({ salesRepId: rep.id }),
    caller.sync.history({ salesRepId: rep.id, limit: 1 }),
    isAdmin ? caller.visibility.list() : null,
  ]);
  const activeRun = runs.find(isActiveRun);
  return (
    <RepScreen
      initialRep={rep}
      initialCalls={calls}
      initialRefresh={activeRun ? { repId: rep.id, runId: activeRun.runId } : null}
      isAdmin={isAdmin}
      invisible={visibility?.items.find(({ salesRepId }) => salesRepId === rep.id)?.message ?? null}
    />
  );
}

/** Once for a request, however many parts of the page ask. @returns null when there is no such rep. */
const loadRep = cache(async (id: string) => {
  const caller = await getCaller();
  try {
    return await caller.salesReps.byId({ id });
  } catch (error) {
    // An address that holds no id at all is a rep that does not exist, too.
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code)) return null;
    throw error;
  }
});
