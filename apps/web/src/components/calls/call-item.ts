import type { RouterInputs, RouterOutputs } from "@/trpc/client";

export type CallItem = RouterOutputs["calls"]["list"]["items"][number];
export type CallPage = RouterOutputs["calls"]["list"];
export type CallQuery = Omit<NonNullable<RouterInputs["calls"]["list"]>, "cursor" | "limit">;
