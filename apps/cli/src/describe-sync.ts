import type { RunResult } from "@koppeling/api/features/runs/run-result";

const REASONS: Record<keyof RunResult["skippedByReason"], string> = {
  unchanged: "unchanged",
  no_matching_rep: "nobody's rep recorded it",
  rep_archived: "the rep is archived",
  other_team: "another team",
  ambiguous_rep: "two reps share the address",
};

/** "412 processed: 398 new, 0 updated, 14 skipped, 0 errors" */
export const describeFigures = ({ processed, imported, updated, skipped, errors }: RunResult): string =>
  `${processed} processed: ${imported} new, ${updated} updated, ${skipped} skipped, ${errors} errors`;

/** Why recordings were skipped, the usual reason first; empty when none was. */
export function describeSkipped({ skippedByReason }: RunResult): string {
  return Object.entries(skippedByReason)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${REASONS[reason as keyof typeof REASONS]}`)
    .join(", ");
}

/** 0 when all went well, 2 when a part did, 1 when it did not. */
export const exitCodeOf = ({ status }: RunResult): 0 | 1 | 2 =>
  status === "succeeded" ? 0 : status === "partial" ? 2 : 1;
