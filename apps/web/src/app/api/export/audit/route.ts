import { CSV_FORMATS } from "@koppeling/api/csv-line";
import { exportAudit } from "@koppeling/api/features/audit/export-audit";
import { auditFilterSchema } from "@koppeling/api/features/audit/list-audit";
import { noteDenial } from "@koppeling/api/features/audit/note-denial";
import { z } from "zod";
import { getSessionUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";
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

const noStore = { "Cache-Control": "no-store" };

/** The audit log as a file for a spreadsheet; for admins. */
export async function GET(request: Request): Promise<Response> {
  const deps = getDeps();
  const user = await getSessionUser();
  const actor = { userId: user?.id ?? null, ipAddress: readClientAddress(request.headers) };
  if (!user) return Response.json({ error: "Sign in first." }, { status: 401, headers: noStore });
  if (user.role !== "admin") {
    await noteDenial(deps, actor, "export.audit");
    return Response.json({ error: "Only admins may export this." }, { status: 403, headers: noStore });
  }
  const { searchParams } = new URL(request.url);
  const format = CSV_FORMATS.find((name) => name === searchParams.get("format"));
  const given = [...searchParams].filter(([name, value]) => value !== "" && name !== "format");
  const filter = querySchema.safeParse(Object.fromEntries(given));
  if (!filter.success)
    return Response.json(
      { error: "action, userId, from or to is not right." },
      { status: 400, headers: noStore },
    );

  const lines = exportAudit(deps, filter.data, actor, format);
  const day = deps.clock.now().toISOString().slice(0, 10);
  return streamCsv(lines, `audit-${day}.csv`);
}
