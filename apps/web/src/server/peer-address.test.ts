import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { parseTrustedProxies } from "@koppeling/api/client-address";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ProxyFault,
  readClientAddress,
  readClientOf,
  readDirectPeer,
  recordClientAddresses,
} from "@/server/peer-address";

const faults: ProxyFault[] = [];
const server = createServer((request: IncomingMessage, response) => {
  const seen = new Headers(request.headers as Record<string, string>);
  // As Next does before a route is asked.
  if (!seen.has("x-forwarded-for")) seen.set("x-forwarded-for", "127.0.0.1");
  const client = readClientAddress(seen);
  response.end(JSON.stringify({ client, early: readClientOf(request), direct: readDirectPeer(seen) }));
});
const trusted = { networks: [] as string[], hops: 0 };

beforeAll(async () => {
  recordClientAddresses({ trusted, onFault: (fault) => faults.push(fault) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (headers: Record<string, string> = {}): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers })).json();

it("finds who connected, whatever a request says of itself", async () => {
  const self = { client: "127.0.0.1", early: "127.0.0.1" };
  expect(await ask()).toEqual({ ...self, direct: "127.0.0.1" });
  const lies = { "x-koppeling-client": "203.0.113.7", "x-koppeling-direct": "203.0.113.7" };
  expect(await ask(lies)).toEqual({ ...self, direct: "127.0.0.1" });
  for (const name of ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"])
    expect(await ask({ ...lies, [name]: "203.0.113.7" })).toEqual({ ...self, direct: null });
});

it("believes a proxy that is trusted, and says so of one that is not", async () => {
  faults.length = 0;
  await ask({ "X-Forwarded-For": "198.51.100.7" });
  expect(faults).toEqual([{ peer: "127.0.0.1", fault: "untrusted" }]);

  const parsed = parseTrustedProxies("127.0.0.1");
  if (parsed.ok) Object.assign(trusted, parsed.proxies);
  const told = await ask({ "X-Forwarded-For": "6.6.6.6, 198.51.100.7:40123" });
  expect(told).toMatchObject({ client: "198.51.100.7", early: "198.51.100.7", direct: null });
  expect(faults).toHaveLength(1);
  expect(await ask({ "X-Forwarded-For": "unknown" })).toMatchObject({ client: "127.0.0.1" });
  expect(faults[1]).toEqual({ peer: "127.0.0.1", fault: "unreadable" });
});
