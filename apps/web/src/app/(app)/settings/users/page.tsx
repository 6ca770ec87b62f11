import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { loadAsAdmin } from "../_components/load-as-admin";
import { UsersTab } from "./_components/users-tab";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("users") };
}

export default async function UsersPage() {
  const loaded = await loadAsAdmin(({ users }) =>
    Promise.all([users.list(), users.secondFactor.policy()] as const),
  );
  return loaded && <UsersTab initialUsers={loaded[0]} initialPolicy={loaded[1]} />;
}
