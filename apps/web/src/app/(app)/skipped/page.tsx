import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminOnly } from "@/components/shell/admin-only";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { SkippedScreen } from "./_components/skipped-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("skipped");
  return { title: t("title") };
}

export default async function SkippedPage() {
  const user = await requireUser();
  if (user.role !== "admin") return <AdminOnly />;

  const caller = await getCaller();
  const [skipped, questions, reps] = await Promise.all([
    caller.skipped.list(),
    caller.calls.questions(),
    caller.salesReps.list({ includeArchived: true }),
  ]);
  return <SkippedScreen initialSkipped={skipped} initialQuestions={questions} initialReps={reps} />;
}
