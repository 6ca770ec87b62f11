import { timeZone } from "@/i18n/locales";
import { startOfDay, startOfNextDay } from "@/lib/zoned-day";
import type { RouterInputs } from "@/trpc/client";

/** What the fields hold; empty is no filter. Days are those of date fields: "2026-03-29". */
export type AuditChoice = { action: string; userId: string; from: string; to: string };

export const NO_FILTER: AuditChoice = { action: "", userId: "", from: "", to: "" };

type AuditFilter = Pick<
  NonNullable<RouterInputs["audit"]["list"] & object>,
  "action" | "userId" | "from" | "to"
>;

/** Both days count whole, in the time zone of the screens. Pure. */
export function readAuditFilter({ action, userId, from, to }: AuditChoice): AuditFilter {
  return {
    ...(action === "" ? {} : { action }),
    ...(userId === "" ? {} : { userId }),
    ...(from === "" ? {} : { from: startOfDay(from, timeZone) }),
    ...(to === "" ? {} : { to: startOfNextDay(to, timeZone) }),
  };
}

/** The file with the same lines. Pure. */
export function auditExportHref(choice: AuditChoice): string {
  const { from, to, ...rest } = readAuditFilter(choice);
  const query = new URLSearchParams({
    ...rest,
    ...(from ? { from: from.toISOString() } : {}),
    ...(to ? { to: to.toISOString() } : {}),
  }).toString();
  return `/api/export/audit${query === "" ? "" : `?${query}`}`;
}
