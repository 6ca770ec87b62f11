import type { RouterOutputs } from "@/trpc/client";

export type SyncRun = RouterOutputs["sync"]["status"];

export const isActiveRun = (run: Pick<SyncRun, "status">) =>
  run.status === "queued" || run.status === "running";
