import { checkHealthForAnyone } from "@koppeling/api/features/health/check-health";
import { getSessionUser } from "@/server/auth";
import { getDeps } from "@/server/deps";

/** Alive without asking anything else; with `?ready` whether all that it stands on works. */
export async function GET(request: Request) {
  if (!new URL(request.url).searchParams.has("ready")) return report(true);
  const health = await checkHealthForAnyone(getDeps());
  return report(health.ok, (await isAdmin()) ? health.checks : undefined);
}

async function isAdmin() {
  try {
    return (await getSessionUser())?.role === "admin";
  } catch (error) {
    // Nobody can be recognised without the database; the report itself must still arrive.
    getDeps().log.warn({ err: error }, "the health report could not look up who asks for it");
    return false;
  }
}

function report(ok: boolean, checks?: unknown) {
  return Response.json(
    { status: ok ? "ok" : "unavailable", ...(checks ? { checks } : {}) },
    { status: ok ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
