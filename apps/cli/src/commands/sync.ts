import { isActive, isComplete, type RunResult, toWireResult } from "@koppeling/api/features/runs/run-result";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { CliError } from "../cli-error";
import { createProgress } from "../create-progress";
import { describeSkipped, exitCodeOf } from "../describe-sync";
import { listenForStop } from "../listen-for-stop";
import { withInstallation } from "../open-installation";
import type { Output } from "../output";

export interface SyncOptions {
  hours?: string;
  from?: string;
  to?: string;
  rep?: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function parseMoment(text: string | undefined, option: string): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (!(DATE.test(text) || MOMENT_WITH_ZONE.test(text)) || Number.isNaN(moment.getTime())) {
    throw new CliError(`${option} is not a moment: write 2026-11-01, or 2026-11-01T09:00:00Z.`);
  }
  return moment;
}

/** @throws CliError */
export function parseWindow({ hours, from, to }: SyncOptions): { hours?: number; from?: Date; to?: Date } {
  if (hours !== undefined && (from !== undefined || to !== undefined)) {
    throw new CliError("Give either --hours, or --from and --to.");
  }
  if (to !== undefined && from === undefined) throw new CliError("--to needs a --from.");
  if (hours !== undefined) return { hours: Number(hours) };
  const start = parseMoment(from, "--from");
  const end = parseMoment(to, "--to");
  if (start && end && start >= end) throw new CliError("--from has to be before --to.");
  return { ...(start && { from: start }), ...(end && { to: end }) };
}

function describeResult(result: RunResult): string {
  if (isActive(result.status)) return `Stopped here. Whoever starts next goes on with run ${result.runId}.`;
  const skipped = describeSkipped(result);
  return `${result.message}${skipped && isComplete(result.status) ? `\nSkipped: ${skipped}` : ""}`;
}

/** `sync`: imports what Fathom recorded, and waits for the end. */
export async function syncCommand(options: SyncOptions): Promise<Output> {
  const window = parseWindow(options);
  const signal = listenForStop();
  const progress = createProgress();
  const result = await withInstallation(
    ({ deps }) =>
      runSync(deps, {
        ...window,
        trigger: "cli",
        salesRepEmail: options.rep,
        locale: "en",
        signal,
        onProgress: (update, own) => progress.show(update, own),
      }),
    { usesFathom: true },
  );
  progress.end();
  return {
    json: toWireResult(result),
    text: describeResult(result),
    exitCode: exitCodeOf(result),
  };
}
