import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { z } from "zod";

const peerHeader = "x-koppeling-peer";

const messageSchema = z.object({ request: z.custom<IncomingMessage>((value) => typeof value === "object") });

/** Puts the socket's address, which Next hides from route handlers, into a header, over what the client sent in it. */
export function recordPeerAddresses() {
  subscribe("http.server.request.start", (message) => {
    const { request } = messageSchema.parse(message);
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
  });
}

const ownNetwork = new BlockList();
ownNetwork.addSubnet("127.0.0.0", 8);
ownNetwork.addSubnet("10.0.0.0", 8);
ownNetwork.addSubnet("172.16.0.0", 12);
ownNetwork.addSubnet("192.168.0.0", 16);
ownNetwork.addAddress("::1", "ipv6");
ownNetwork.addSubnet("fc00::", 7, "ipv6");

function isOwnNetwork(address: string) {
  return ownNetwork.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * The client's address as the nearest trusted machine saw it. X-Forwarded-For counts only from a proxy on our own
 * network, and only its last entry, which that proxy wrote: a client can write the earlier ones itself.
 */
export function readClientAddress(headers: Headers): string | null {
  const peer = headers.get(peerHeader)?.replace(/^::ffff:(?=\d)/, "") ?? "";
  if (isIP(peer) === 0) return null;
  const forwarded =
    headers
      .get("x-forwarded-for")
      ?.split(",")
      .at(-1)
      ?.trim()
      .replace(/^::ffff:(?=\d)/, "") ?? "";
  return isOwnNetwork(peer) && isIP(forwarded) !== 0 ? forwarded : peer;
}
