import { AppError } from "@koppeling/api/errors";
import { noteDenial } from "@koppeling/api/features/audit/note-denial";
import { WINDOW_HOURS } from "@koppeling/api/reasons";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { toWireResult } from "@koppeling/api/features/runs/run-result";
import { checkBearer } from "@/server/check-bearer";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";

/** External schedulers tend to give up after half a minute; the run itself goes on. */
const ANSWER_WITHIN_MS = 25_000;

function answer(status: number, body: Record<string, unknown>) {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

async function handle(request: Request): Promise<Response> {
  const deps = getDeps();
  const { cronSecret } = deps.config;
  if (cronSecret === null) return answer(503, { error: "CRON_SECRET is not configured." });
  const actor = { userId: null, ipAddress: readClientAddress(request.headers) };
  if (!checkBearer(request.headers.get("authorization"), cronSecret)) {
    await noteDenial(deps, actor, "cron");
    return answer(401, { error: "The Authorization header must be: Bearer, and the CRON_SECRET." });
  }
  const given = new URL(request.url).searchParams.get("hours");
  const hours = WINDOW_HOURS.find((allowed) => String(allowed) === given);
  if (given !== null && hours === undefined) {
    return answer(400, { error: `hours must be one of ${WINDOW_HOURS.join(", ")}.` });
  }
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const result = await runSync(deps, { trigger: "cron", hours, actor, signal });
    if (result.finishedAt === null) return answer(202, toWireResult(result));
    // A scheduler looks at the status alone: a sync that failed must not look like one that worked.
    return answer(result.status === "failed" ? 500 : 200, toWireResult(result));
  } catch (error) {
    if (!(error instanceof AppError)) deps.log.error({ err: error }, "the cron endpoint failed");
    return answer(503, { error: "The sync could not be started. The log says why." });
  }
}

export { handle as GET, handle as POST };
