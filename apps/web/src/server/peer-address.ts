import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { findClient, type TrustedProxies } from "@koppeling/api/client-address";
import { z } from "zod";

const clientHeader = "x-koppeling-client";
/** Who connected and forwards for nobody. Next writes forwarding headers itself later on, also when there were none. */
const directHeader = "x-koppeling-direct";
const FORWARDING = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

const messageSchema = z.object({ request: z.custom<IncomingMessage>((value) => typeof value === "object") });

export type ProxyFault = { peer: string; fault: "untrusted" | "unreadable" };

/**
 * Next hides the socket from route handlers, and forwarding headers can be anybody's. This finds the client of each
 * request before anything else reads it, and writes it over whatever was sent under that name.
 * @param options.onFault hears of forwarding headers that could not be followed
 */
export function recordClientAddresses(options: {
  trusted: TrustedProxies;
  onFault: (fault: ProxyFault) => void;
}) {
  subscribe("http.server.request.start", (message) => {
    const { request } = messageSchema.parse(message);
    const peer = request.socket.remoteAddress ?? "";
    const forwardedFor = request.headers["x-forwarded-for"];
    const text = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
    const { address, fault } = findClient(peer, text, options.trusted);
    const forwards = FORWARDING.some((name) => name in request.headers);
    const direct = findClient(peer, undefined, options.trusted).address;
    request.headers[directHeader] = forwards ? "" : (direct ?? "");
    request.headers[clientHeader] = address ?? "";
    if (fault) options.onFault({ peer: direct ?? peer, fault });
  });
}

/** The client's address as {@link recordClientAddresses} found it. */
export const readClientAddress = (headers: Headers): string | null => headers.get(clientHeader) || null;

/** The same for a request that Next does not know of yet. */
export function readClientOf({ headers }: IncomingMessage): string | null {
  const address = headers[clientHeader];
  return typeof address === "string" && address !== "" ? address : null;
}

/**
 * The address of the machine that connected, when it asks for itself: null behind a proxy, and with any header that a
 * proxy would write.
 */
export const readDirectPeer = (headers: Headers): string | null => headers.get(directHeader) || null;
