import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getAccountUser } from "@/server/auth";
import { pathHeader } from "@/server/requested-path";

/** The check for pages and layouts. proxy.ts only saves visitors a round trip. */
export async function requireUser() {
  const user = await getAccountUser();
  if (user?.session?.mustEnrol) redirect("/second-factor");
  if (user !== null) return user;
  const path = (await headers()).get(pathHeader) ?? "/";
  redirect(`/sign-in?${new URLSearchParams({ callbackUrl: path }).toString()}`);
}
