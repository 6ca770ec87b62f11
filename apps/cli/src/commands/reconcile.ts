import { type Difference } from "@koppeling/api/features/reconcile/load-difference";
import { MAX_RECONCILE_DAYS } from "@koppeling/api/features/reconcile/request-reconcile";
import { runReconcile } from "@koppeling/api/features/reconcile/run-reconcile";
import { isActive, isComplete, type RunResult, toWireResult } from "@koppeling/api/features/runs/run-result";
import { CliError } from "../cli-error";
import { createProgress } from "../create-progress";
import { exitCodeOf } from "../describe-sync";
import { listenForStop } from "../listen-for-stop";
import { withInstallation } from "../open-installation";
import type { Output } from "../output";

/** @throws CliError */
function parseDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= MAX_RECONCILE_DAYS) return days;
  throw new CliError(`--days is a whole number from 1 to ${MAX_RECONCILE_DAYS}.`);
}

/** "Fathom lists 412 recordings of the last 30 days: 400 were known, 12 were missing, of which 12 are here now." */
function describeDifference({
  days,
  inFathom,
  known,
  missing,
  fetched,
  notSeen,
  complete,
}: Difference): string {
  const lines = [
    `Fathom lists ${inFathom} recordings of the last ${days} days: ${known} were known, ${missing} were missing, of which ${fetched} are here now.`,
  ];
  if (notSeen > 0) lines.push(`${notSeen} that are here Fathom no longer shows. They are kept.`);
  if (!complete) lines.push("The list could not be read whole, so nothing was judged gone by it.");
  return lines.join("\n");
}

function describeResult(result: RunResult, difference: Difference | null): string {
  if (isActive(result.status)) return `Stopped here. Whoever starts next goes on with run ${result.runId}.`;
  return difference && isComplete(result.status) ? describeDifference(difference) : result.message;
}

/** `reconcile`: compares what is here with what Fathom lists, fetches what is missing, and waits for the end. */
export async function reconcileCommand(options: { days?: string }): Promise<Output> {
  const days = parseDays(options.days);
  const signal = listenForStop();
  const progress = createProgress();
  const { result, difference } = await withInstallation(
    ({ deps }) =>
      runReconcile(deps, {
        days,
        locale: "en",
        signal,
        onProgress: (update, own) => progress.show(update, own),
      }),
    { usesFathom: true },
  );
  progress.end();
  return {
    json: { ...toWireResult(result), difference },
    text: describeResult(result, difference),
    exitCode: exitCodeOf(result),
  };
}
