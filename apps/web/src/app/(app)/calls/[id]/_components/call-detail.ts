import type { RouterOutputs } from "@/trpc/client";

export type CallDetail = RouterOutputs["calls"]["byId"];
export type TranscriptLine = NonNullable<CallDetail["transcript"]>[number];
export type ActionItem = NonNullable<CallDetail["actionItems"]>[number];
export type Invitee = CallDetail["invitees"][number];
