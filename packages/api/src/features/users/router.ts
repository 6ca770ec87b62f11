import { z } from "zod";
import { router, viewerProcedure } from "../../trpc";

export const usersRouter = router({
  me: viewerProcedure
    .output(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.string().nullable(),
        role: z.enum(["admin", "viewer"]),
      }),
    )
    .query(({ ctx }) => ctx.user),
});
