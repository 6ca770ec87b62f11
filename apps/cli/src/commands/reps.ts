import { SYSTEM } from "@koppeling/api/context";
import { importSalesReps } from "@koppeling/api/features/sales-reps/import-sales-reps";
import { listSalesReps } from "@koppeling/api/features/sales-reps/list-sales-reps";
import { withInstallation } from "../open-installation";
import { formatMoment, formatTable, type Output } from "../output";

/** `reps list` */
export async function listRepsCommand(): Promise<Output> {
  const reps = await withInstallation(({ deps }) => listSalesReps(deps));
  const rows = reps.map((rep) => [
    ...[rep.name, [rep.email, ...rep.aliases].join(", "), rep.team ?? "", String(rep.callCount)],
    ...[formatMoment(rep.lastCallAt), rep.archivedAt ? "archived" : ""],
  ]);
  const table = formatTable(["Name", "E-mail", "Team", "Calls", "Last call", ""], rows);
  return { json: reps, text: reps.length > 0 ? table : "There are no sales reps yet." };
}

/** `reps import`: makes sales reps of Fathom's team members. */
export async function importRepsCommand({ dryRun = false }: { dryRun?: boolean }): Promise<Output> {
  const result = await withInstallation(({ deps }) => importSalesReps(deps, { dryRun, actor: SYSTEM }), {
    usesFathom: true,
  });
  const fresh = result.candidates.filter(({ status }) => status === "new");
  const names = fresh.map(({ name, email }) => `\n  ${name} <${email}>`).join("");
  const leftOut = result.leftOut
    .map(
      ({ name, email, reason }) =>
        `\n  ${name}: ${reason === "email_missing" ? "Fathom gives no e-mail address" : `${email} is no e-mail address`}`,
    )
    .join("");
  const verb = dryRun ? "would be made" : "made";
  return {
    json: result,
    text: `${fresh.length} ${verb}, ${result.existing} there already.${names}${leftOut && `\nLeft out:${leftOut}`}`,
  };
}
