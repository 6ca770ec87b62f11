import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { settingsHref } from "@/lib/settings-href";
import type { getCaller } from "@/server/caller";
import { loadAsAdmin } from "../../_components/load-as-admin";
import { SyncRunDetail } from "../_components/sync-run-detail";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("sync") };
}

type SyncRunPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** One run; of one that is not there (any more) the list of runs. */
export default async function SyncRunPage({ searchParams }: SyncRunPageProps) {
  const { run: runId } = await searchParams;
  const run = await loadAsAdmin(async (caller) =>
    typeof runId === "string" ? await loadRun(caller, runId) : null,
  );
  if (!run) redirect(settingsHref("sync"));
  return <SyncRunDetail key={run.runId} initialRun={run} />;
}

/** Null for a run that is not there (any more). */
async function loadRun(caller: Awaited<ReturnType<typeof getCaller>>, runId: string) {
  try {
    return await caller.sync.status({ runId });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST"))
      return null;
    throw error;
  }
}
