import { type Deps } from "@koppeling/api/deps";
import { type Session } from "@koppeling/api/features/users/load-session-user";
import { startSession } from "@koppeling/api/features/users/start-session";

/** Signs a user in as the web app does once it has checked them. */
export async function startTestSession(
  deps: Deps,
  userId: string,
  how: Partial<Parameters<typeof startSession>[1]> = {},
): Promise<Session> {
  const { sessionVersion } = await deps.db.prisma.user.findUniqueOrThrow({
    where: { id: userId },
    select: { sessionVersion: true },
  });
  return await startSession(deps, {
    ...{ userId, sessionVersion, way: "password", userAgent: null },
    ...{ ipAddress: "127.0.0.1", deviceToken: "test", ...how },
  });
}
