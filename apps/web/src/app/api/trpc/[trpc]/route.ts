import { createContext } from "@koppeling/api/context";
import { appRouter } from "@koppeling/api/root";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getLocale } from "next-intl/server";
import { getAccountUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";
import { readLimitedBody } from "@koppeling/api/read-limited-body";
import { isSameOrigin } from "@/server/same-origin";

const MAX_BODY_BYTES = 256 * 1024;
const MAX_BATCH = 20;

function refuse(status: 403 | 413 | 415, message: string) {
  return Response.json({ error: message }, { status, headers: { "Cache-Control": "no-store" } });
}

async function answer(request: Request): Promise<Response> {
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    createContext: async () =>
      createContext({
        deps: getDeps(),
        user: await getAccountUser(),
        locale: await getLocale(),
        ipAddress: readClientAddress(request.headers),
        requestId: crypto.randomUUID(),
      }),
  });
  response.headers.set("Cache-Control", "no-store");
  return response;
}

export async function GET(request: Request) {
  return answer(request);
}

export async function POST(request: Request) {
  // A form on another site can send text and multipart without asking; JSON it cannot.
  if (request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    return refuse(415, "Only application/json is accepted.");
  }
  if (!isSameOrigin(request.headers, getDeps().config.nextauthUrl)) {
    return refuse(403, "Only pages of this application may send this.");
  }
  const body = await readLimitedBody(request, MAX_BODY_BYTES);
  if (body === null) return refuse(413, "The request is too large.");
  return answer(new Request(request.url, { method: "POST", headers: request.headers, body }));
}
