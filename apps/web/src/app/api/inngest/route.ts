import { isInngestExecutor } from "@koppeling/api/executors/inngest";
import { getDeps } from "@/server/deps";
import { readClientAddress, readDirectPeer } from "@/server/peer-address";

async function handle(request: Request): Promise<Response> {
  const { jobs } = getDeps();
  if (!isInngestExecutor(jobs)) return new Response(null, { status: 404 });
  const { headers } = request;
  return jobs.answer(request, { address: readClientAddress(headers), directPeer: readDirectPeer(headers) });
}

export { handle as GET, handle as POST, handle as PUT };
