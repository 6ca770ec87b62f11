import { type Prisma, UserNoticeKind } from "@koppeling/db/prisma";
import { z } from "zod";
import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";

export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum(UserNoticeKind),
  /** Families of browser and system, as "Firefox, Linux". */
  device: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.date(),
});

/**
 * What a user is to know of their account. Who a notice may speak of is not told, since they could put it away: the
 * session of it, and of a sign-in from a new browser also every session in a browser that was not known before it.
 */
export async function listNotices(deps: Deps, user: SessionUser): Promise<z.infer<typeof noticeSchema>[]> {
  return await deps.db.prisma.userNotice.findMany({
    where: await findTold(deps, user),
    orderBy: { createdAt: "desc" },
    take: 5,
    select: { id: true, kind: true, device: true, ipAddress: true, createdAt: true },
  });
}

/** Puts a notice away for good. */
export async function dismissNotice(deps: Deps, user: SessionUser, id: string): Promise<void> {
  await deps.db.prisma.userNotice.deleteMany({ where: { ...(await findTold(deps, user)), id } });
}

async function findTold(deps: Deps, user: SessionUser): Promise<Prisma.UserNoticeWhereInput> {
  if (!user.session) return { userId: user.id };
  const { id } = user.session;
  const { rows } = await deps.db.pool.query<{ since: Date }>(
    `SELECT d.first_seen_at AS since FROM sessions s
     JOIN known_devices d ON d.user_id = s.user_id AND d.token_hash = s.token_hash WHERE s.id = $1`,
    [id],
  );
  const since = rows[0]?.since;
  return {
    userId: user.id,
    AND: [
      { OR: [{ sessionId: null }, { sessionId: { not: id } }] },
      { OR: [{ kind: { not: "new_device" } }, ...(since ? [{ createdAt: { gt: since } }] : [])] },
    ],
  };
}

/** Tells a user something, in the transaction of what it speaks of. */
export async function addNotice(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "userNotice">,
  notice: {
    userId: string;
    kind: UserNoticeKind;
    /** The session that it speaks of. */
    sessionId?: string | null;
    device?: string | null;
    ipAddress: string | null;
    /** Now, unless it is said. */
    createdAt?: Date;
  },
): Promise<void> {
  await client.userNotice.create({
    data: { createdAt: deps.clock.now(), ...notice },
    select: { id: true },
  });
}

/** Of what a user did themselves: told in every session but that one, whose holder might be somebody else. */
export const ofOwnAct = (user: SessionUser, { ipAddress }: Actor) => ({
  userId: user.id,
  sessionId: user.session?.id ?? null,
  ipAddress,
});
