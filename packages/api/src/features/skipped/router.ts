import { z } from "zod";
import { adminProcedure, router } from "../../trpc";
import { listSkipped, skippedGroupSchema } from "./list-skipped";

export const skippedRouter = router({
  list: adminProcedure
    .output(z.object({ groups: z.array(skippedGroupSchema) }))
    .query(async ({ ctx }) => ({ groups: await listSkipped(ctx.deps) })),
});
