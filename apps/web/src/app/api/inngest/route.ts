import { isInngestExecutor } from "@koppeling/api/executors/inngest";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";

async function handle(request: Request): Promise<Response> {
  const { jobs } = getDeps();
  if (!isInngestExecutor(jobs)) return new Response(null, { status: 404 });
  return jobs.answer(request, readClientAddress(request.headers));
}

export { handle as GET, handle as POST, handle as PUT };
