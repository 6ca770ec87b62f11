import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { type RequestContext } from "@koppeling/api/context";
import { createContext } from "@koppeling/api/create-context";
import { appRouter } from "@koppeling/api/root";

type AppRouterLike = Parameters<typeof fetchRequestHandler>[0]["router"];

/** What leaves the server: the text as it is sent, and the error in it as a screen gets it. */
export type HttpAnswer = {
  status: number;
  text: string;
  data: unknown;
  error: { message: string; code: number; data: Record<string, unknown> } | null;
};

/** Calls a procedure as a browser does. */
export async function callOverHttp(
  context: RequestContext,
  path: string,
  input?: unknown,
  options: { kind?: "query" | "mutation"; router?: AppRouterLike } = {},
): Promise<HttpAnswer> {
  const { kind = "query", router = appRouter } = options;
  const body = input === undefined ? undefined : JSON.stringify(superjson.serialize(input));
  const query = kind === "query" && body ? `?input=${encodeURIComponent(body)}` : "";
  const request = new Request(`http://localhost/api/trpc/${path}${query}`, {
    method: kind === "query" ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(kind === "mutation" && body ? { body } : {}),
  });
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router,
    createContext: () => createContext(context),
  });
  const text = await response.text();
  const { result, error } = JSON.parse(text) as {
    result?: { data: { json: unknown; meta?: never } };
    error?: { json: NonNullable<HttpAnswer["error"]> };
  };
  return {
    status: response.status,
    text,
    data: result ? superjson.deserialize(result.data as Parameters<typeof superjson.deserialize>[0]) : null,
    error: error?.json ?? null,
  };
}
