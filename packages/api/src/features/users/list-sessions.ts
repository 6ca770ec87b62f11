import { z } from "zod";
import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { liveSince } from "./load-session-user";

export const listedSessionSchema = z.object({
  id: z.string(),
  /** Families of browser and system, as "Firefox, Linux"; null for one that does not say. */
  device: z.string().nullable(),
  ipAddress: z.string().nullable(),
  way: z.enum(["password", "oidc"]),
  createdAt: z.date(),
  /** A few minutes old at most while it is in use. */
  lastSeenAt: z.date(),
  isThis: z.boolean(),
});

/** Where a user is signed in now, the last used first. */
export async function listSessions(
  deps: Deps,
  user: SessionUser,
): Promise<z.infer<typeof listedSessionSchema>[]> {
  const { begun, used } = liveSince(deps);
  const { sessionVersion } = await deps.db.prisma.user.findUniqueOrThrow({
    where: { id: user.id },
    select: { sessionVersion: true },
  });
  const sessions = await deps.db.prisma.session.findMany({
    where: { userId: user.id, sessionVersion, createdAt: { gt: begun }, lastSeenAt: { gt: used } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
    select: { id: true, device: true, ipAddress: true, way: true, createdAt: true, lastSeenAt: true },
  });
  return sessions.map((session) => ({ ...session, isThis: session.id === user.session?.id }));
}
