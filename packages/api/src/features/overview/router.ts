import { router, viewerProcedure } from "../../trpc";
import { loadOverview, overviewSchema } from "./load-overview";

export const overviewRouter = router({
  get: viewerProcedure.output(overviewSchema).query(({ ctx }) => loadOverview(ctx.deps, ctx.locale)),
});
