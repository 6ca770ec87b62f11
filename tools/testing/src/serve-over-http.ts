import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";

/** What answers a route, behind a real HTTP server, as the web app would serve it. */
export async function serveOverHttp(
  answer: (request: Request) => Promise<Response>,
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((incoming, outgoing) => {
    void answer(toRequest(incoming)).then(async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const hasBody = incoming.method === "POST" || incoming.method === "PUT";
  return new Request(`http://crm.test${incoming.url ?? "/"}`, {
    method: incoming.method ?? "GET",
    headers,
    ...(hasBody
      ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" as const }
      : {}),
  });
}
