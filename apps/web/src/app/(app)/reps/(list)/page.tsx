import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { RepsScreen } from "../_components/reps-screen";
import { findActiveRefresh } from "../find-active-refresh";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reps");
  return { title: t("title") };
}

export default async function RepsPage() {
  const user = await requireUser();
  const caller = await getCaller();
  const reps = await caller.salesReps.list({ includeArchived: true });
  return (
    <RepsScreen
      initialReps={reps}
      initialRefresh={await findActiveRefresh(reps.items)}
      isAdmin={user.role === "admin"}
    />
  );
}
