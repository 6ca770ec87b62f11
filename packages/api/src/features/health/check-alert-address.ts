import { isLocalHost } from "../../check-public-address";

/**
 * Whether alerts may go to an address: https, on its own port, without a user name, and to nobody on the server's own
 * network, where an admin could make it knock on doors (OWASP, server-side request forgery). An installation that talks
 * to a Fathom on this very machine, the sandbox, may also tell somebody there. Pure.
 * @returns the address, or null when it may not be used
 */
export function checkAlertAddress(text: string, allowsLocal: boolean): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  if (isLocalHost(url.hostname)) return allowsLocal && /^https?:$/.test(url.protocol) ? url : null;
  return url.protocol === "https:" && url.port === "" ? url : null;
}

/** @param fathomApiBaseUrl of this installation */
export const allowsLocalAlerts = (fathomApiBaseUrl: string): boolean =>
  isLocalHost(new URL(fathomApiBaseUrl).hostname);
