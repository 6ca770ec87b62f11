import { z } from "zod";
import { router, viewerProcedure } from "../../trpc";
import { activitySchema, loadActivity } from "./load-activity";
import { loadOverview, overviewSchema } from "./load-overview";

export const overviewRouter = router({
  get: viewerProcedure.output(overviewSchema).query(({ ctx }) => loadOverview(ctx.deps, ctx.locale)),

  activity: viewerProcedure
    .input(z.object({ days: z.number().int().min(1).max(366).default(30) }).default({ days: 30 }))
    .output(activitySchema)
    .query(({ ctx, input }) => loadActivity(ctx.deps, input.days)),
});
