import type { RouterOutputs } from "@/trpc/client";

export type Rep = RouterOutputs["salesReps"]["byId"];
export type RepList = RouterOutputs["salesReps"]["list"];
