import { describe, expect, it } from "vitest";
import { findClient, NO_PROXIES, parseTrustedProxies, toPlace } from "./client-address";

function trusted(text: string) {
  const parsed = parseTrustedProxies(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.proxies;
}
const client = (peer: string, forwarded: string | undefined, proxies = "10.0.0.0/8") =>
  findClient(peer, forwarded, trusted(proxies)).address;

describe("TRUSTED_PROXIES", () => {
  it("takes addresses, networks and one count", () => {
    expect(trusted("10.0.0.0/8, 192.0.2.1 2001:db8::/32,2")).toEqual({
      networks: ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"],
      hops: 2,
    });
    expect(trusted("2")).toEqual({ networks: [], hops: 2 });
  });

  it.each([
    "10.0.0.0/33",
    "proxy",
    "1,2",
    "0",
    "11",
    "10.1",
    "0x0a000001",
    "::1/129",
    "10.0.0.0/8/2",
    "1.2.3.4:80",
  ])("refuses %j", (text) => {
    expect(parseTrustedProxies(text).ok).toBe(false);
  });
});

describe("the client", () => {
  it("is whoever connected, when no proxy is trusted or the header comes from another machine", () => {
    for (const peer of ["127.0.0.1", "192.168.1.9", "203.0.113.5"])
      expect(findClient(peer, "198.51.100.1", NO_PROXIES)).toEqual({ address: peer, fault: "untrusted" });
    expect(findClient("192.168.1.9", "198.51.100.1", trusted("10.0.0.0/8")).fault).toBe("untrusted");
    expect(findClient("192.168.1.9", undefined, NO_PROXIES)).toEqual({ address: "192.168.1.9", fault: null });
    expect(findClient(undefined, "198.51.100.1", trusted("1"))).toEqual({ address: null, fault: null });
  });

  it("is the last entry of the nearest proxy, whatever was written before it", () => {
    expect(client("10.0.0.1", "6.6.6.6, 198.51.100.1")).toBe("198.51.100.1");
    expect(client("::ffff:10.0.0.1", "198.51.100.1")).toBe("198.51.100.1");
    // A client of the same network as the proxies writes what it likes: one proxy is one entry.
    expect(client("10.0.0.1", "6.6.6.6, 10.9.9.9")).toBe("10.9.9.9");
    expect(client("203.0.113.5", "198.51.100.1", "1")).toBe("198.51.100.1");
  });

  it("is found behind as many proxies as there are, each of them trusted", () => {
    expect(client("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.0/8,2")).toBe("198.51.100.1");
    expect(client("10.0.0.1", "6.6.6.6, 198.51.100.1", "10.0.0.0/8,2")).toBe("198.51.100.1");
    expect(client("10.0.0.1", "198.51.100.1", "10.0.0.0/8,2")).toBe("198.51.100.1");
  });

  it.each([
    ["198.51.100.1:52311", "198.51.100.1"],
    ["2001:db8::7", "2001:db8::7"],
    ["[2001:db8::7]", "2001:db8::7"],
    ["[2001:db8::7]:52311", "2001:db8::7"],
    ['"[2001:DB8:0:0::7]:52311"', "2001:db8::7"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:198.51.100.1", "198.51.100.1"],
    ["::ffff:c633:6401", "198.51.100.1"],
    [" 198.51.100.1 ,  , ", "198.51.100.1"],
  ])("is read as proxies write it: %j", (entry, address) => {
    expect(findClient("10.0.0.1", entry, trusted("10.0.0.0/8"))).toEqual({ address, fault: null });
  });

  it.each([
    "unknown",
    "_hidden",
    "198.51.100",
    "0x7f000001",
    "198.51.100.1:http",
    "[::1",
    "999.1.1.1",
    "::1::2",
  ])("is the proxy when it wrote no address: %j", (entry) => {
    expect(findClient("10.0.0.1", entry, trusted("10.0.0.0/8"))).toEqual({
      address: "10.0.0.1",
      fault: "unreadable",
    });
  });
});

it("counts a /64 of IPv6 as one client, and IPv4 in IPv6's form as IPv4", () => {
  expect(toPlace("2001:db8:1:2:3:4:5:6")).toBe(toPlace("2001:db8:1:2::9"));
  expect(toPlace("2001:db8:1:2::9")).not.toBe(toPlace("2001:db8:1:3::9"));
  expect(toPlace("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(toPlace("192.0.2.1")).not.toBe(toPlace("192.0.2.2"));
});
