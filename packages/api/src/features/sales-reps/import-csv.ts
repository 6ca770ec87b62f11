import { z } from "zod";
import { announceRules } from "../../announce-rules";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale, translate } from "../../messages";
import { type Actor } from "../../context";
import { parseRepsCsv } from "./parse-reps-csv";
import { type CsvProblem } from "../../reasons";
import { type CsvPlan, planCsvRows } from "./plan-csv-rows";
import { createSalesRep, createSalesReps, updateSalesRep } from "./save-sales-rep";

export const csvImportSchema = z.object({
  rows: z.array(
    z.object({
      /** As an editor counts, from 1. */
      line: z.number().int(),
      name: z.string(),
      email: z.string(),
      team: z.string().nullable(),
      aliases: z.array(z.string()),
      status: z.enum(["new", "existing", "archived", "invalid"]),
      /** Of an existing rep: what the file changes; aliases are only ever added. */
      changes: z.array(z.enum(["name", "team", "aliases"])),
      /** Why a line is left out, in a sentence. */
      problem: z.string().nullable(),
    }),
  ),
  created: z.number().int(),
  updated: z.number().int(),
});

export type CsvImport = z.infer<typeof csvImportSchema>;

/**
 * Makes and changes sales reps by a CSV file, or says what it would do. A line that cannot be used costs only itself,
 * archived reps stay as they are, and nothing is taken away.
 * @returns with `dryRun` the same figures without anything being done
 * @throws AppError, see CsvRefusal
 */
export async function importCsv(
  deps: Deps,
  input: { csv: string; dryRun: boolean; locale: Locale; actor: Actor },
): Promise<CsvImport> {
  const parsed = parseRepsCsv(input.csv);
  if (!parsed.ok) throw new AppError(parsed.refusal.code, parsed.refusal.params);
  const reps = await deps.db.prisma.salesRep.findMany({
    select: {
      id: true,
      name: true,
      email: true,
      team: true,
      archivedAt: true,
      aliases: { select: { email: true } },
    },
  });
  const plans = planCsvRows(
    parsed.rows,
    reps.map((rep) => ({ ...rep, aliases: rep.aliases.map(({ email }) => email) })),
  );
  const figures = { created: 0, updated: 0 };
  const rows: CsvImport["rows"] = [];
  const created = input.dryRun ? new Set<CsvPlan>() : await createInBatches(deps, plans, input.actor);
  for (const plan of plans) {
    const isDone = input.dryRun || created.has(plan);
    const problem = plan.problem ?? (isDone ? null : await apply(deps, plan, input.actor));
    if (problem === null && plan.status === "new") figures.created += 1;
    if (problem === null && plan.changes.length > 0) figures.updated += 1;
    const { repId: _, ...row } = plan;
    rows.push({
      ...row,
      status: problem === null ? plan.status : "invalid",
      problem: problem && translate(input.locale, `csv.${problem}`),
    });
  }
  if (!input.dryRun && figures.created + figures.updated > 0) announceRules(deps);
  return { rows, ...figures };
}

/** New reps of one transaction. */
const BATCH = 500;

/** @returns the new ones that are stored now; of a batch in which an address was taken meanwhile there is none */
async function createInBatches(deps: Deps, plans: readonly CsvPlan[], actor: Actor): Promise<Set<CsvPlan>> {
  const created = new Set<CsvPlan>();
  const fresh = plans.filter(({ status }) => status === "new");
  for (let from = 0; from < fresh.length; from += BATCH) {
    const batch = fresh.slice(from, from + BATCH);
    try {
      await createSalesReps(deps, batch, actor);
      for (const plan of batch) created.add(plan);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "email_taken")) throw error;
    }
  }
  return created;
}

/** @returns what stood in the way, since somebody else may have been a moment earlier */
async function apply(deps: Deps, plan: CsvPlan, actor: Actor): Promise<CsvProblem | null> {
  const { name, email, team, aliases, changes } = plan;
  try {
    if (plan.status === "new") await createSalesRep(deps, { name, email, team, aliases }, actor);
    else if (plan.repId && changes.length > 0) {
      const changed = {
        ...(changes.includes("name") ? { name } : {}),
        ...(changes.includes("team") ? { team } : {}),
        ...(changes.includes("aliases") ? { aliases } : {}),
      };
      await updateSalesRep(deps, { id: plan.repId, ...changed }, actor, { keepAliases: true });
    }
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "email_taken") return "email_taken";
    if (error instanceof AppError && error.code === "not_found") return "gone";
    throw error;
  }
}
