import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { z } from "zod";

const peerHeader = "x-koppeling-peer";
/** Who connected and forwards for nobody. Next writes forwarding headers itself later on, also when there were none. */
const directHeader = "x-koppeling-direct";
const FORWARDING = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

const messageSchema = z.object({ request: z.custom<IncomingMessage>((value) => typeof value === "object") });

/** Next hides the socket from route handlers; this writes its address over whatever a client sent in the headers. */
export function recordPeerAddresses() {
  subscribe("http.server.request.start", (message) => {
    const { request } = messageSchema.parse(message);
    const peer = request.socket.remoteAddress ?? "";
    request.headers[directHeader] = FORWARDING.some((name) => name in request.headers) ? "" : peer;
    request.headers[peerHeader] = peer;
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
  const peer = readAddress(headers, peerHeader);
  if (peer === null) return null;
  const forwarded =
    headers
      .get("x-forwarded-for")
      ?.split(",")
      .at(-1)
      ?.trim()
      .replace(/^::ffff:(?=\d)/, "") ?? "";
  return isOwnNetwork(peer) && isIP(forwarded) !== 0 ? forwarded : peer;
}

/**
 * The address of the machine that connected, when it asks for itself: null behind a proxy, and with any header that a
 * proxy would write.
 */
export const readDirectPeer = (headers: Headers): string | null => readAddress(headers, directHeader);

function readAddress(headers: Headers, name: string): string | null {
  const address = headers.get(name)?.replace(/^::ffff:(?=\d)/, "") ?? "";
  return isIP(address) === 0 ? null : address;
}
