import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";

/** What a tab shows, for an admin; null for others, to whom the layout says so. The procedures refuse by themselves. */
export async function loadAsAdmin<Loaded>(
  load: (caller: Awaited<ReturnType<typeof getCaller>>) => Promise<Loaded>,
): Promise<Loaded | null> {
  const user = await requireUser();
  return user.role === "admin" ? await load(await getCaller()) : null;
}
