import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type JobEvent } from "@koppeling/api/job";

/** The half of an Inngest server that takes events: `POST /e/<key>`. They are kept in order, for whoever drives the runs. */
export async function createEventServer(events: JobEvent[]): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as JobEvent | JobEvent[];
      const sent = Array.isArray(body) ? body : [body];
      events.push(...sent);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ids: sent.map(() => randomUUID()), status: 200 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
