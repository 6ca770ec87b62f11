import ipaddr from "ipaddr.js";

/** The proxies that X-Forwarded-For is believed from. */
export type TrustedProxies = {
  /** Networks as `address/bits`. Empty with `hops` above 0: whoever connects is the nearest proxy. */
  networks: string[];
  /** How many proxies a request passes at most, and so how many entries of the header count. 0: none is read. */
  hops: number;
};

export const NO_PROXIES: TrustedProxies = { networks: [], hops: 0 };

/**
 * Reads TRUSTED_PROXIES: addresses and networks, and at most one whole number, the count of proxies (by default 1).
 * Pure.
 * @returns the fault as a part of a sentence when it cannot be read
 */
export function parseTrustedProxies(
  text: string,
): { ok: true; proxies: TrustedProxies } | { ok: false; fault: string } {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  const counts = entries.filter((entry) => /^\d+$/.test(entry));
  if (counts.length > 1) return { ok: false, fault: "it has more than one count of proxies" };
  const hops = Number(counts[0] ?? 1);
  if (hops < 1 || hops > 10) return { ok: false, fault: "the count of proxies must be from 1 to 10" };
  const networks: string[] = [];
  for (const entry of entries.filter((one) => !counts.includes(one))) {
    const network = entry.includes("/") ? entry : `${entry}/${entry.includes(":") ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(network) || !isStrict(network))
      return { ok: false, fault: `"${entry}" is neither an address nor a network` };
    networks.push(network);
  }
  return { ok: true, proxies: { networks, hops } };
}

/** The library also takes "10.1" and "0x0a000001", which people do not mean. */
const isStrict = (network: string) => network.includes(":") || /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(network);

/**
 * Finds who sent a request: from the machine that connected backwards through X-Forwarded-For, for as long as each
 * machine is a proxy that is trusted. What stands further to the left is the client's own word. Pure.
 * @param peer the address of the machine that connected
 * @returns `fault` when the header came and could not be followed: `untrusted` when it came from a machine that is no
 *   trusted proxy, `unreadable` when a trusted proxy wrote no address
 */
export function findClient(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): { address: string | null; fault: "untrusted" | "unreadable" | null } {
  let address = readAddress(peer ?? "");
  const entries = (forwardedFor ?? "").split(",").filter((entry) => entry.trim() !== "");
  if (address === null || entries.length === 0) return { address, fault: null };
  if (!isTrusted(address, trusted)) return { address, fault: "untrusted" };
  for (let hop = 0; hop < trusted.hops && entries.length > 0 && isTrusted(address, trusted); hop++) {
    const next = readAddress(entries.pop() ?? "");
    if (next === null) return { address, fault: "unreadable" };
    address = next;
  }
  return { address, fault: null };
}

function isTrusted(address: string, { networks, hops }: TrustedProxies): boolean {
  if (hops === 0 || networks.length === 0) return hops > 0;
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

/**
 * An address as proxies write it: alone or with a port, IPv6 with or without brackets, with a zone, or an IPv4 address
 * in IPv6's form. Pure.
 * @returns the address alone in its usual spelling, or null
 */
function readAddress(text: string): string | null {
  const trimmed = text.trim().replace(/^"|"$/g, "");
  const [, bracketed, withPort] =
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed) ?? /^()([^:]*):\d{1,5}$/.exec(trimmed) ?? [];
  const bare = (bracketed || withPort || trimmed).split("%", 1)[0] ?? "";
  const isAddress = bare.includes(":") ? ipaddr.IPv6.isValid(bare) : ipaddr.IPv4.isValidFourPartDecimal(bare);
  return isAddress ? ipaddr.process(bare).toString() : null;
}

/**
 * What counts as one client in limits: an IPv4 address, or the /64 that a household or server gets of IPv6, in which
 * its addresses are as many as it likes. Pure.
 */
export function toPlace(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(":")}::/64`;
}
