import { type CsvProblem } from "../../reasons";
import { type CsvRep } from "./parse-reps-csv";
import { newSalesRepSchema } from "./sales-rep-schemas";

type KnownRep = {
  id: string;
  name: string;
  email: string;
  team: string | null;
  archivedAt: Date | null;
  aliases: string[];
};

export type CsvPlan = {
  line: number;
  name: string;
  email: string;
  team: string | null;
  /** Of an existing rep: all that there will be. */
  aliases: string[];
  status: "new" | "existing" | "archived" | "invalid";
  changes: ("name" | "team" | "aliases")[];
  problem: CsvProblem | null;
  repId: string | null;
};

const MAX_ALIASES = 20;

/**
 * What an import would do with each line. Pure. A rep is known by any of their addresses; an address that belongs to
 * somebody else, or was in the file before, is no one's to take. Empty fields change nothing.
 */
export function planCsvRows(rows: readonly CsvRep[], reps: readonly KnownRep[]): CsvPlan[] {
  const owners = new Map(
    reps.flatMap((rep) => [rep.email, ...rep.aliases].map((email) => [email, rep] as const)),
  );
  const byId = new Map(reps.map((rep) => [rep.id, rep]));
  const inFile = new Set<string>();
  return rows.map((row) => {
    const plan = planRow(row, owners);
    if (plan.problem !== null) return plan;
    const own = [plan.email, ...plan.aliases];
    const known = byId.get(plan.repId ?? "");
    const fresh = own.filter((email) => email === plan.email || !known?.aliases.includes(email));
    if (fresh.some((email) => inFile.has(email))) return refuse(plan, "twice");
    for (const email of fresh) inFile.add(email);
    return plan;
  });
}

function planRow(row: CsvRep, owners: ReadonlyMap<string, KnownRep>): CsvPlan {
  const base: CsvPlan = {
    ...row,
    team: row.team || null,
    status: "invalid",
    changes: [],
    problem: null,
    repId: null,
  };
  const parsed = newSalesRepSchema.safeParse({
    ...row,
    // An existing rep keeps the name they have.
    name: row.name || "-",
    aliases: row.aliases.slice(0, MAX_ALIASES),
  });
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path[0]);
    return refuse(
      base,
      fields.includes("email") ? "email_shape" : fields.includes("aliases") ? "alias_shape" : "name_missing",
    );
  }
  if (row.aliases.length > MAX_ALIASES) return refuse(base, "too_many_aliases");
  const { email } = parsed.data;
  const rep = owners.get(email);
  const wanted = [...new Set(parsed.data.aliases)].filter((alias) => alias !== (rep?.email ?? email));
  const valid = { ...base, email, aliases: wanted };
  if (wanted.some((alias) => owners.has(alias) && owners.get(alias) !== rep))
    return refuse(valid, "email_taken");
  if (!rep) {
    return row.name === ""
      ? refuse(valid, "name_missing")
      : { ...valid, name: parsed.data.name, status: "new" };
  }
  const aliases = [...new Set([...rep.aliases, ...wanted])];
  const known = {
    ...valid,
    repId: rep.id,
    name: row.name === "" ? rep.name : parsed.data.name,
    team: row.team || rep.team,
  };
  if (rep.archivedAt) return { ...known, aliases: rep.aliases, status: "archived" };
  if (aliases.length > MAX_ALIASES) return refuse(valid, "too_many_aliases");
  const changes: CsvPlan["changes"] = [
    ...(known.name === rep.name ? [] : (["name"] as const)),
    ...(known.team === rep.team ? [] : (["team"] as const)),
    ...(aliases.length === rep.aliases.length ? [] : (["aliases"] as const)),
  ];
  return { ...known, aliases, status: "existing", changes };
}

const refuse = (plan: CsvPlan, problem: CsvProblem): CsvPlan => ({
  ...plan,
  status: "invalid",
  changes: [],
  problem,
  repId: null,
});
