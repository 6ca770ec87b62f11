import type { RouterOutputs } from "@/trpc/client";

/** What the overview shows, as the API gives it. */
export type Overview = RouterOutputs["overview"]["get"];
export type Activity = RouterOutputs["overview"]["activity"];
export type SkippedGroups = RouterOutputs["skipped"]["list"];

/** The period of the charts, today included. */
export const ACTIVITY_DAYS = 30;
