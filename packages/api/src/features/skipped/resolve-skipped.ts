import { type z } from "zod";
import { announceRules } from "../../announce-rules";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { queueRematches } from "../recordings/apply-rules";
import { startRematch } from "../rematch/start-rematch";
import { createSalesRep } from "../sales-reps/save-sales-rep";
import { loadSettings } from "../settings/load-settings";
import { isInDomains } from "../matching/decide-recording";
import { type resolveSkippedSchema } from "./resolve-skipped-schema";

export type Resolved = {
  salesRepId: string;
  /** The run that imports the recordings; while another is active that one, after which theirs follows by itself. */
  runId: string | null;
  alreadyRunning: boolean;
};

/**
 * Links a recorder to a sales rep, as another address of theirs or as a new rep, and asks Fathom again for just this
 * recorder's recordings. Doing it twice is the same as once.
 * @throws AppError `not_found`, `email_taken` (another rep has the address), `outside_domains`, `jobs_unreachable`
 */
export async function resolveSkipped(
  deps: Deps,
  input: z.output<typeof resolveSkippedSchema>,
  actor: Actor,
): Promise<Resolved> {
  const { recorderEmail } = input;
  const { matchDomains } = await loadSettings(deps);
  if (!isInDomains(recorderEmail, matchDomains)) {
    throw new AppError("outside_domains", { domains: matchDomains.join(", ") });
  }
  const salesRepId =
    input.action === "alias"
      ? await addAlias(deps, input.salesRepId, recorderEmail, actor)
      : await createSalesRep(
          deps,
          { name: input.name, email: recorderEmail, team: input.team, aliases: [] },
          actor,
        );
  await deps.db.prisma.$transaction((tx) => queueRematches(tx, [recorderEmail], actor.userId));
  const run = await startRematch(deps, { trigger: "manual", actor });
  announceRules(deps);
  return { salesRepId, runId: run?.runId ?? null, alreadyRunning: run?.alreadyRunning ?? false };
}

async function addAlias(deps: Deps, salesRepId: string, email: string, actor: Actor): Promise<string> {
  return await deps.db.prisma.$transaction(async (tx) => {
    const reps = await tx.salesRep.findMany({
      where: { OR: [{ id: salesRepId }, { email }, { aliases: { some: { email } } }] },
      select: { id: true, email: true, archivedAt: true },
    });
    const rep = reps.find(({ id }) => id === salesRepId);
    if (!rep || rep.archivedAt) throw new AppError("not_found");
    // The address of two reps would be nobody's.
    if (reps.some(({ id, archivedAt }) => id !== salesRepId && !archivedAt))
      throw new AppError("email_taken");
    if (rep.email === email) return salesRepId;
    const added = await tx.$executeRaw`
      INSERT INTO sales_rep_aliases (sales_rep_id, email) VALUES (${salesRepId}::uuid, ${email}) ON CONFLICT DO NOTHING`;
    if (added > 0) {
      await writeAudit(deps, tx, actor, {
        action: "sales_rep.add_alias",
        subject: salesRepId,
        newValue: email,
      });
    }
    return salesRepId;
  });
}
