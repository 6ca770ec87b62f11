import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getAccountUser } from "@/server/auth";
import { pathHeader } from "@/server/requested-path";

/** For pages and layouts: proxy.ts only spares visitors a round trip, this is the check. */
export async function requireUser() {
  const user = await getAccountUser();
  if (user?.session?.mustEnrol) redirect("/second-factor");
  if (user !== null) return user;
  const path = (await headers()).get(pathHeader) ?? "/";
  redirect(`/sign-in?${new URLSearchParams({ callbackUrl: path }).toString()}`);
}
