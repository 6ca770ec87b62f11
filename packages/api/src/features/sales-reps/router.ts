import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router, viewerProcedure } from "../../trpc";
import { announceRules } from "../../announce-rules";
import { csvImportSchema, importCsv } from "./import-csv";
import { importSalesReps } from "./import-sales-reps";
import { listSalesReps, loadSalesRep } from "./list-sales-reps";
import { newSalesRepSchema, salesRepChangeSchema, salesRepSchema } from "./sales-rep-schemas";
import { createSalesRep, setSalesRepArchived, updateSalesRep } from "./save-sales-rep";

const id = z.object({ id: z.uuid() });

export const salesRepsRouter = router({
  list: viewerProcedure
    .input(z.object({ includeArchived: z.boolean().default(true) }).default({ includeArchived: true }))
    .output(z.object({ items: z.array(salesRepSchema) }))
    .query(async ({ ctx, input }) => ({ items: await listSalesReps(ctx.deps, input) })),

  byId: viewerProcedure
    .input(id)
    .output(salesRepSchema)
    .query(({ ctx, input }) => loadSalesRep(ctx.deps, input.id)),

  create: adminProcedure
    .input(newSalesRepSchema)
    .output(salesRepSchema)
    .mutation(async ({ ctx, input }) => {
      const repId = await createSalesRep(ctx.deps, input, toActor(ctx));
      announceRules(ctx.deps);
      return await loadSalesRep(ctx.deps, repId);
    }),

  update: adminProcedure
    .input(salesRepChangeSchema)
    .output(salesRepSchema)
    .mutation(async ({ ctx, input }) => {
      await updateSalesRep(ctx.deps, input, toActor(ctx));
      announceRules(ctx.deps);
      return await loadSalesRep(ctx.deps, input.id);
    }),

  archive: adminProcedure
    .input(id)
    .output(salesRepSchema)
    .mutation(async ({ ctx, input }) => {
      await setSalesRepArchived(ctx.deps, input.id, true, toActor(ctx));
      announceRules(ctx.deps);
      return await loadSalesRep(ctx.deps, input.id);
    }),

  restore: adminProcedure
    .input(id)
    .output(salesRepSchema)
    .mutation(async ({ ctx, input }) => {
      await setSalesRepArchived(ctx.deps, input.id, false, toActor(ctx));
      announceRules(ctx.deps);
      return await loadSalesRep(ctx.deps, input.id);
    }),

  importFromFathom: adminProcedure
    .input(
      z
        .object({ emails: z.array(z.string().max(320)).max(1000).optional(), dryRun: z.boolean().optional() })
        .default({}),
    )
    .output(
      z.object({
        created: z.number(),
        existing: z.number(),
        candidates: z.array(
          z.object({
            name: z.string(),
            email: z.string(),
            team: z.string().nullable(),
            status: z.enum(["new", "existing", "archived"]),
          }),
        ),
        leftOut: z.array(
          z.object({
            name: z.string(),
            email: z.string().nullable(),
            reason: z.enum(["email_missing", "email_shape"]),
          }),
        ),
      }),
    )
    .mutation(({ ctx, input }) => importSalesReps(ctx.deps, { ...input, actor: toActor(ctx) })),

  importCsv: adminProcedure
    .input(z.object({ csv: z.string().max(8_000_000), dryRun: z.boolean() }))
    .output(csvImportSchema)
    .mutation(({ ctx, input }) => importCsv(ctx.deps, { ...input, locale: ctx.locale, actor: toActor(ctx) })),
});
