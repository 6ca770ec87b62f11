import type { RouterOutputs } from "@/trpc/client";

export type SkippedList = RouterOutputs["skipped"]["list"];
export type SkippedGroup = SkippedList["groups"][number];

export const groupKey = (group: Pick<SkippedGroup, "recorderEmail" | "reason">) =>
  `${group.recorderEmail ?? ""} ${group.reason}`;

/** A group that linking its recorder to a rep can empty. */
export const isLinkable = (
  group: SkippedGroup,
): group is SkippedGroup & { reason: "no_matching_rep"; recorderEmail: string } =>
  group.reason === "no_matching_rep" && group.recorderEmail !== null;
