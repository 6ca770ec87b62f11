import { isIP } from "node:net";
import { isClosedAddress } from "@koppeling/fathom/guarded-lookup";

const WEBHOOK_PATH = "/api/webhooks/fathom";

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
  if (isIP(host) !== 0) return isClosedAddress(host);
  return !host.includes(".") || /\.(localhost|local|internal|lan|home|corp|svc|test|invalid)$/i.test(host);
}
