import { TRPCError } from "@trpc/server";
import type { getCaller } from "@/server/caller";

/** Null for a run that is not there (any more). */
export async function loadRun(caller: Awaited<ReturnType<typeof getCaller>>, runId: string) {
  try {
    return await caller.sync.status({ runId });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST"))
      return null;
    throw error;
  }
}
