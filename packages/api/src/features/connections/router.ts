import { z } from "zod";
import { adminProcedure, router } from "../../trpc";
import { listVisibility, visibilitySchema } from "./list-visibility";

export const visibilityRouter = router({
  list: adminProcedure
    .output(z.object({ items: z.array(visibilitySchema), invisible: z.number() }))
    .query(async ({ ctx }) => {
      const items = await listVisibility(ctx.deps, ctx.locale);
      return { items, invisible: items.filter(({ reason }) => reason !== null).length };
    }),
});
