import { BlockList, isIP } from "node:net";

const WEBHOOK_PATH = "/api/webhooks/fathom";

const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  privateNetworks.addSubnet(network, prefix);
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  privateNetworks.addSubnet(network, prefix, "ipv6");

/**
 * Where Fathom would deliver, and whether it can: the address that people open the dashboard with has to be public
 * and https. Only a Fathom on this very machine, the sandbox, reaches a local one. Pure.
 * @param publicUrl NEXTAUTH_URL
 */
export function checkPublicAddress(
  publicUrl: string,
  fathomApiBaseUrl: string,
): { url: string; reachable: boolean } {
  const url = new URL(WEBHOOK_PATH, publicUrl);
  const reachable =
    isLocalHost(new URL(fathomApiBaseUrl).hostname) ||
    (url.protocol === "https:" && !isLocalHost(url.hostname));
  return { url: url.href, reachable };
}

/** Whether a host is on this machine or a private network, by its address or its name. */
export function isLocalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const family = isIP(host);
  if (family !== 0) return privateNetworks.check(host, family === 6 ? "ipv6" : "ipv4");
  return !host.includes(".") || /\.(localhost|local|internal|lan|home|test|invalid)$/i.test(host);
}
