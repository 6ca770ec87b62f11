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
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  closed.addSubnet(network, prefix);
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  closed.addSubnet(network, prefix, "ipv6");

/** Of a name, which is no address, this is false. */
export const isClosedAddress = (address: string): boolean =>
  isIP(address) !== 0 && closed.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

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
