import { timeZone } from "@/i18n/locales";
import { dayOf, startOfDay, startOfNextDay } from "@/lib/zoned-day";
import type { RouterInputs } from "@/trpc/client";

export const windowChoices = ["24", "168", "720", "custom"] as const;
type WindowChoice = (typeof windowChoices)[number];

/** What the picker holds; the days are those of date fields: "2026-03-29", or empty. */
export type SyncWindow = { choice: WindowChoice; from: string; to: string };

export type WindowProblem = {
  field: "from" | "to";
  message: "fromRequired" | "toRequired" | "order" | "future";
};

type ReadWindow =
  | { input: RouterInputs["sync"]["run"]; problem: null }
  | { input: null; problem: WindowProblem };

const hoursOf = { "24": 24, "168": 168, "720": 720 } as const;

/** Both days count whole, in the time zone of the screens; a window that reaches today ends now. */
export function readWindow({ choice, from, to }: SyncWindow, now: Date): ReadWindow {
  if (choice !== "custom") return { input: { hours: hoursOf[choice] }, problem: null };
  const refuse = (field: WindowProblem["field"], message: WindowProblem["message"]): ReadWindow => ({
    input: null,
    problem: { field, message },
  });
  if (from === "") return refuse("from", "fromRequired");
  if (to === "") return refuse("to", "toRequired");
  if (to < from) return refuse("to", "order");
  if (from > dayOf(now, timeZone)) return refuse("from", "future");
  const end = startOfNextDay(to, timeZone);
  return { input: { from: startOfDay(from, timeZone), to: end < now ? end : now }, problem: null };
}
