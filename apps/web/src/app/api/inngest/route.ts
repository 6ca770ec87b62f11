import { inngestHandlerOptions } from "@koppeling/api/executors/inngest";
import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { getDeps } from "@/server/deps";

type Handler = (request: NextRequest, context: unknown) => Promise<Response>;
let handlers: Record<"GET" | "POST" | "PUT", Handler> | undefined;

async function handle(request: NextRequest, context: unknown): Promise<Response> {
  const deps = getDeps();
  if (deps.jobs.kind !== "inngest") return new Response(null, { status: 404 });
  handlers ??= serve(inngestHandlerOptions(deps)) as Record<"GET" | "POST" | "PUT", Handler>;
  return handlers[request.method as "GET" | "POST" | "PUT"](request, context);
}

export { handle as GET, handle as POST, handle as PUT };
