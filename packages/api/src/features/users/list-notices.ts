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

/** What a user is to know of their account. The session that a notice speaks of is not told: it could put it away. */
export async function listNotices(deps: Deps, user: SessionUser): Promise<z.infer<typeof noticeSchema>[]> {
  return await deps.db.prisma.userNotice.findMany({
    where: whereFor(user),
    orderBy: { createdAt: "desc" },
    take: 5,
    select: { id: true, kind: true, device: true, ipAddress: true, createdAt: true },
  });
}

/** Puts a notice away for good. */
export async function dismissNotice(deps: Deps, user: SessionUser, id: string): Promise<void> {
  await deps.db.prisma.userNotice.deleteMany({ where: { ...whereFor(user), id } });
}

const whereFor = (user: SessionUser): Prisma.UserNoticeWhereInput => ({
  userId: user.id,
  ...(user.session ? { OR: [{ sessionId: null }, { sessionId: { not: user.session.id } }] } : {}),
});

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
  },
): Promise<void> {
  await client.userNotice.create({
    data: { ...notice, createdAt: deps.clock.now() },
    select: { id: true },
  });
}

/** Of what a user did themselves: told in every session but that one, whose holder might be somebody else. */
export const ofOwnAct = (user: SessionUser, { ipAddress }: Actor) => ({
  userId: user.id,
  sessionId: user.session?.id ?? null,
  ipAddress,
});
