import { announceRules } from "../../announce-rules";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { loadSettings, requireApiKey } from "../settings/load-settings";
import { normalizeEmail } from "../../normalize-email";
import { explainFathomError } from "../connections/explain-fathom-error";
import { paceLightRequest } from "../connections/pace-light-request";
import { newSalesRepSchema } from "./sales-rep-schemas";
import { createSalesRep } from "./save-sales-rep";

export type ImportCandidate = {
  name: string;
  email: string;
  team: string | null;
  status: "new" | "existing" | "archived";
};

/** A member of whom no rep can be made, and why. */
export type LeftOut = { name: string; email: string | null; reason: "email_missing" | "email_shape" };

type Member = { name: string; email: string; team: string | null };

/**
 * Makes sales reps of Fathom's team members: those in `emails`, or all. Who is a rep already stays as they are;
 * `leftOut` names the members without a usable address.
 * @throws AppError of {@link requireApiKey} or {@link explainFathomError}
 */
export async function importSalesReps(
  deps: Deps,
  input: { emails?: string[] | undefined; dryRun?: boolean | undefined; actor: Actor },
): Promise<{ created: number; existing: number; candidates: ImportCandidate[]; leftOut: LeftOut[] }> {
  const { members, leftOut } = await listMembers(deps);
  const reps = await deps.db.prisma.salesRep.findMany({
    select: { email: true, archivedAt: true, aliases: { select: { email: true } } },
  });
  const known = new Map(
    reps.flatMap((rep) =>
      [rep.email, ...rep.aliases.map((alias) => alias.email)].map((email) => [email, rep] as const),
    ),
  );
  const candidates = members.map((member): ImportCandidate => {
    const rep = known.get(member.email);
    return { ...member, status: !rep ? "new" : rep.archivedAt ? "archived" : "existing" };
  });
  const wanted = input.emails ? new Set(input.emails.map(normalizeEmail)) : null;
  const toCreate = candidates.filter(({ status, email }) => status === "new" && (wanted?.has(email) ?? true));
  let created = 0;
  for (const candidate of input.dryRun ? [] : toCreate) {
    if (await createUnlessTaken(deps, candidate, input.actor)) created += 1;
  }
  if (created > 0) announceRules(deps);
  return {
    created,
    existing: candidates.filter(({ status }) => status !== "new").length,
    candidates,
    leftOut,
  };
}

/** @returns false when somebody else has just made this rep. */
async function createUnlessTaken(
  deps: Deps,
  { name, email, team }: ImportCandidate,
  actor: Actor,
): Promise<boolean> {
  try {
    await createSalesRep(deps, { name, email, team, aliases: [] }, actor);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "email_taken") return false;
    throw error;
  }
}

/** Every team's members, once each, with the first team that they were found in. */
async function listMembers(deps: Deps): Promise<{ members: Member[]; leftOut: LeftOut[] }> {
  const apiKey = requireApiKey(await loadSettings(deps));
  const fathom = deps.fathom(apiKey, { beforeRequest: paceLightRequest(deps, apiKey) });
  const found = new Map<string, Member>();
  const leftOut = new Map<string, LeftOut>();
  try {
    const teams = await fathom.listTeams();
    for (const team of [...teams.map(({ name }) => name), undefined]) {
      for (const member of await fathom.listTeamMembers(team === undefined ? {} : { team })) {
        const rep = newSalesRepSchema.safeParse({ ...member, name: member.name ?? member.email });
        if (!rep.success) {
          const reason = member.email === null ? "email_missing" : "email_shape";
          const name = member.name ?? member.email ?? "";
          leftOut.set(JSON.stringify(member), { name, email: member.email, reason });
          continue;
        }
        const { name, email } = rep.data;
        if (!found.has(email)) found.set(email, { name, email, team: team ?? null });
      }
    }
  } catch (error) {
    throw explainFathomError(error);
  }
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  return { members: [...found.values()].sort(byName), leftOut: [...leftOut.values()].sort(byName) };
}
