import { Agent } from "undici";
import { createGuardedLookup, isClosedAddress } from "./guarded-lookup";

const MAX_AGENTS = 16;
const agents = new Map<string, Agent>();

/**
 * The connections to one base URL, shared by every client in the process so that sockets are reused. The number of
 * base URLs is small; the bound is there for test runs that start many sandboxes.
 */
export function agentFor(baseUrl: string, connectMs: number): Agent {
  const key = `${connectMs} ${baseUrl}`;
  const known = agents.get(key);
  if (known) return known;
  // A base URL on this machine is the sandbox, and means what it says; every other one has to lead outside.
  const guard = isClosedAddress(hostOf(baseUrl)) ? {} : { lookup: createGuardedLookup() };
  const agent = new Agent({ connect: { timeout: connectMs, ...guard }, connections: 16, pipelining: 1 });
  agents.set(key, agent);
  const [oldest] = agents;
  if (agents.size > MAX_AGENTS && oldest) {
    agents.delete(oldest[0]);
    void oldest[1].close();
  }
  return agent;
}

/** A name as an address where it always is the same one. */
function hostOf(baseUrl: string): string {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" ? "127.0.0.1" : host;
}
