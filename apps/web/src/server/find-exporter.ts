import type { SessionUser } from "@koppeling/api/context";
import type { Exporter } from "@koppeling/api/features/audit/export-pages";
import { noteDenial } from "@koppeling/api/features/audit/note-denial";
import { getLocale } from "next-intl/server";
import { watchUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";

const refuse = (status: number, error: string) =>
  Response.json({ error }, { status, headers: { "Cache-Control": "no-store" } });

/**
 * Finds who asks for a file, and whether they may have it.
 * @param file what a refusal is written down under
 * @param isAllowed asked now and before each page, of the user as the database knows them then
 * @returns the answer that refuses, when they may not
 */
export async function findExporter(
  request: Request,
  file: string,
  isAllowed: (user: SessionUser) => boolean,
): Promise<Exporter | Response> {
  const deps = getDeps();
  const loadUser = await watchUser();
  const user = await loadUser();
  if (!user) return refuse(401, "Sign in first.");
  const mayHave = (now: SessionUser | null) =>
    now !== null && now.session?.mustEnrol === false && isAllowed(now);
  const actor = { userId: user.id, ipAddress: readClientAddress(request.headers) };
  if (!mayHave(user)) {
    await noteDenial(deps, actor, file);
    return refuse(403, "You may not export this.");
  }
  return { actor, mayGoOn: async () => mayHave(await loadUser()), locale: await getLocale() };
}
