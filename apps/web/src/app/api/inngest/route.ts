import { isInngestExecutor } from "@koppeling/api/executors/inngest";
import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { getDeps } from "@/server/deps";

type Method = "GET" | "POST" | "PUT";
type Handler = (request: NextRequest, context: unknown) => Promise<Response>;

let handlers: Record<Method, Handler> | undefined;

async function handle(request: NextRequest, context: unknown): Promise<Response> {
  const { jobs } = getDeps();
  if (!isInngestExecutor(jobs)) return new Response(null, { status: 404 });
  handlers ??= serve({ client: jobs.client, functions: jobs.functions }) as Record<Method, Handler>;
  return handlers[request.method as Method](request, context);
}

export { handle as GET, handle as POST, handle as PUT };
