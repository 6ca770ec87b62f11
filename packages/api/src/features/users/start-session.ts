import Bowser from "bowser";
import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";
import { addNotice } from "./list-notices";
import { hashDeviceToken } from "./limit-sign-in";
import { type Session } from "./load-session-user";

/**
 * Begins a session for somebody who has just signed in. From a browser that they have not used before, they are told so
 * in those that they have; a user's very first is no news to anybody.
 * @param input.deviceToken the random text in the browser's own cookie; kept as a hash
 */
export async function startSession(
  deps: Deps,
  input: {
    userId: string;
    sessionVersion: number;
    way: "password" | "oidc";
    userAgent: string | null;
    ipAddress: string | null;
    deviceToken: string;
  },
): Promise<Session> {
  const { userId, sessionVersion, way, ipAddress } = input;
  const now = deps.clock.now();
  const id = crypto.randomUUID();
  const device = nameDevice(input.userAgent);
  const tokenHash = hashDeviceToken(input.deviceToken);
  await deps.db.prisma.$transaction(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const devices = await tx.knownDevice.findMany({ where: { userId }, select: { tokenHash: true } });
    await tx.knownDevice.upsert({
      where: { userId_tokenHash: { userId, tokenHash } },
      create: { userId, tokenHash, firstSeenAt: now, lastUsedAt: now },
      update: { lastUsedAt: now },
      select: { userId: true },
    });
    await tx.session.create({
      data: {
        id,
        userId,
        sessionVersion,
        way,
        device,
        tokenHash,
        ipAddress,
        createdAt: now,
        lastSeenAt: now,
      },
      select: { id: true },
    });
    if (devices.length > 0 && !devices.some((known) => known.tokenHash === tokenHash)) {
      await addNotice(deps, tx, {
        userId,
        kind: "new_device",
        sessionId: id,
        device,
        ipAddress,
        createdAt: now,
      });
      await writeAudit(
        deps,
        tx,
        { userId, ipAddress },
        { action: "sign_in.new_device", subject: email, details: { device } },
      );
    }
  });
  return { userId, sessionVersion, sessionId: id };
}

/** Families only: enough to recognise one's own, and nothing to tell browsers of a kind apart by. */
function nameDevice(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  return [browser.name, os.name].filter(Boolean).join(", ").slice(0, 100) || null;
}
