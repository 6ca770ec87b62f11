import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** This machine, private networks, the addresses that clouds answer themselves at, and all that is no single host. */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  closed.addSubnet(network, prefix);
// Within the open part of IPv6: protocols' own with Teredo, 6to4, and examples. The first two carry an IPv4 address.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  closed.addSubnet(network, prefix, "ipv6");

/** All that is given out as public in IPv6; whatever else there is leads inside, nowhere, or to an IPv4 address. */
const open6 = new BlockList();
open6.addSubnet("2000::", 3, "ipv6");

/** IPv4 in the form of IPv6, which BlockList looks up among the IPv4 networks. */
const mapped = new BlockList();
mapped.addSubnet("::ffff:0:0", 96, "ipv6");

/** Of a name, which is no address, this is false. */
export function isClosedAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  if (version === 4) return closed.check(address);
  const isOpen = open6.check(address, "ipv6") || mapped.check(address, "ipv6");
  return !isOpen || closed.check(address, "ipv6");
}

/**
 * Looks a name up at the moment of connecting, and refuses it when any of its addresses is inside: a name that was
 * public when it was configured may point at our own network by now (DNS rebinding).
 * @param resolve the system's own, unless a test has another
 */
export function createGuardedLookup(resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      const inside = addresses?.find(({ address }) => isClosedAddress(address));
      if (error || inside || !first) {
        const failure = error ?? new Error(`${hostname} points at ${inside ? "a private" : "no"} address`);
        callback(Object.assign(failure, { code: error?.code ?? "ECONNREFUSED" }), "", 0);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
