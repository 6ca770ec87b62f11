import { CSV_FORMATS } from "@koppeling/api/csv-line";
import { exportAudit } from "@koppeling/api/features/audit/export-audit";
import { auditFilterSchema } from "@koppeling/api/features/audit/list-audit";
import { z } from "zod";
import { getDeps } from "@/server/deps";
import { findExporter } from "@/server/find-exporter";
import { streamCsv } from "@/server/stream-csv";

const instant = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .transform((text) => new Date(text));

/** What an address can hold of the filter: moments as text, and empty for absent, as a form sends them. */
const querySchema = z
  .object({ action: z.string(), userId: z.string(), from: instant, to: instant })
  .partial()
  .pipe(auditFilterSchema);

/** The audit log as a file for a spreadsheet; for admins. */
export async function GET(request: Request): Promise<Response> {
  const deps = getDeps();
  const exporter = await findExporter(request, "export.audit", (user) => user.role === "admin");
  if (exporter instanceof Response) return exporter;
  const { searchParams } = new URL(request.url);
  const format = CSV_FORMATS.find((name) => name === searchParams.get("format"));
  const given = [...searchParams].filter(([name, value]) => value !== "" && name !== "format");
  const filter = querySchema.safeParse(Object.fromEntries(given));
  if (!filter.success)
    return Response.json(
      { error: "action, userId, from or to is not right." },
      { status: 400, headers: { "Cache-Control": "no-store" } },
    );

  const lines = exportAudit(deps, filter.data, exporter, format);
  const day = deps.clock.now().toISOString().slice(0, 10);
  return streamCsv(lines, `audit-${day}.csv`);
}
