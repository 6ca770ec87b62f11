// @vitest-environment node
import { describe, expect, it } from "vitest";
import { readClientAddress } from "@/server/peer-address";

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
