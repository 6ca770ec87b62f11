import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { readClientAddress, readDirectPeer, recordPeerAddresses } from "@/server/peer-address";

const address = (peer: string | null, forwarded?: string) =>
  readClientAddress(
    new Headers({
      ...(peer === null ? {} : { "x-koppeling-peer": peer }),
      ...(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }),
    }),
  );

describe("readClientAddress", () => {
  it("is the peer's own address when nothing was forwarded", () => {
    expect(address("203.0.113.9")).toBe("203.0.113.9");
    expect(address("::ffff:127.0.0.1")).toBe("127.0.0.1");
    expect(address("2001:db8::7")).toBe("2001:db8::7");
  });

  it("believes a proxy on the own network, and of its list only the last entry", () => {
    expect(address("10.0.0.4", "1.1.1.1, 198.51.100.7")).toBe("198.51.100.7");
    expect(address("::1", "198.51.100.7")).toBe("198.51.100.7");
    expect(address("::ffff:192.168.1.2", "::ffff:198.51.100.7")).toBe("198.51.100.7");
  });

  it("does not believe a client that forwards for somebody else", () => {
    expect(address("203.0.113.9", "198.51.100.7")).toBe("203.0.113.9");
  });

  it("falls back on the proxy when what it forwards is no address", () => {
    expect(address("127.0.0.1", "unknown")).toBe("127.0.0.1");
    expect(address("127.0.0.1", "")).toBe("127.0.0.1");
  });

  it("is unknown without a peer", () => {
    expect(address(null, "198.51.100.7")).toBeNull();
    expect(address("", "198.51.100.7")).toBeNull();
  });
});

describe("readDirectPeer", () => {
  it("is who connected, and nobody when a request may come from further away or says who it is itself", async () => {
    recordPeerAddresses();
    const server = createServer(({ headers }, response) => {
      const seen = new Headers(headers as Record<string, string>);
      // As Next does before a route is asked.
      if (!seen.has("x-forwarded-for")) seen.set("x-forwarded-for", "127.0.0.1");
      response.end(JSON.stringify(readDirectPeer(seen)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const ask = async (headers: Record<string, string> = {}): Promise<unknown> =>
      (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers })).json();
    expect(await ask()).toBe("127.0.0.1");
    for (const name of ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"])
      expect(await ask({ [name]: "127.0.0.1", "x-koppeling-direct": "127.0.0.1" })).toBeNull();
    expect(await ask({ "x-koppeling-direct": "203.0.113.7" })).toBe("127.0.0.1");
    await new Promise((resolve) => server.close(resolve));
  });
});
