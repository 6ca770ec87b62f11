import { createHash } from "node:crypto";
import Bowser from "bowser";
import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";
import { addNotice } from "./list-notices";
import { liveSince, type Session } from "./load-session-user";

/** How long a browser that is not used stays known, and a notice that nobody puts away stays to be told. */
const KEPT_DAYS = 400;

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
  const tokenHash = createHash("sha256").update(input.deviceToken).digest("hex");
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
  await pruneSessions(deps);
  return { userId, sessionVersion, sessionId: id };
}

/** What is over or forgotten goes with the next sign-in: nothing here grows without one. */
async function pruneSessions(deps: Deps): Promise<void> {
  const { begun, used } = liveSince(deps);
  const kept = new Date(deps.clock.now().getTime() - KEPT_DAYS * 24 * 3_600_000);
  await deps.db.pool.query(
    `DELETE FROM sessions s USING users u
     WHERE u.id = s.user_id
       AND (s.created_at <= $1 OR s.last_seen_at <= $2 OR s.session_version <> u.session_version)`,
    [begun, used],
  );
  await deps.db.prisma.knownDevice.deleteMany({ where: { lastUsedAt: { lt: kept } } });
  await deps.db.prisma.userNotice.deleteMany({ where: { createdAt: { lt: kept } } });
}

/** Families only: enough to recognise one's own, and nothing to tell browsers of a kind apart by. */
function nameDevice(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500));
  return [browser.name, os.name].filter(Boolean).join(", ").slice(0, 100) || null;
}
