import { createContext } from "@koppeling/api/create-context";
import { appRouter } from "@koppeling/api/root";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { getLocale } from "next-intl/server";
import { getAccountUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";
import { MAX_BATCH } from "@/trpc/max-batch";

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
  // A form on another site can send text and multipart without asking; JSON, which is all that comes this far, it cannot.
  if (!isSameOrigin(request.headers, getDeps().config.nextauthUrl)) {
    return Response.json(
      { error: "Only pages of this application may send this." },
      { status: 403, headers: { "Cache-Control": "no-store" } },
    );
  }
  return answer(request);
}

/**
 * Whether the browser says that one of our own pages sent this request. A browser that does not send Sec-Fetch-Site
 * (plain http on a network address) must send our Origin; a request without either is refused.
 */
function isSameOrigin(headers: Headers, ownAddress: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === new URL(ownAddress).origin;
}
