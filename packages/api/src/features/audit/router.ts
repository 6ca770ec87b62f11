import { z } from "zod";
import { adminProcedure, router } from "../../trpc";
import { auditEntrySchema, auditFilterSchema, listAudit, listAuditActions } from "./list-audit";

export const auditRouter = router({
  list: adminProcedure
    .input(
      auditFilterSchema
        .extend({ limit: z.number().int().min(1).max(100).default(50), cursor: z.uuid().nullish() })
        .default({ limit: 50 }),
    )
    .output(z.object({ items: z.array(auditEntrySchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listAudit(ctx.deps, input)),

  actions: adminProcedure
    .output(z.object({ actions: z.array(z.string()) }))
    .query(async ({ ctx }) => ({ actions: await listAuditActions(ctx.deps) })),
});
