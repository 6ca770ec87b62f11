import { TRPCError } from "@trpc/server";
import { cache } from "react";
import { getCaller } from "@/server/caller";

/** Once for a request, however many parts of the page ask. @returns null when there is no such rep. */
export const loadRep = cache(async (id: string) => {
  const caller = await getCaller();
  try {
    return await caller.salesReps.byId({ id });
  } catch (error) {
    // An address that holds no id at all is a rep that does not exist, too.
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code)) return null;
    throw error;
  }
});
