import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { liveSince } from "./load-session-user";

/** How long a browser that is not used stays known, and a notice that nobody puts away stays to be told. */
const KEPT_DAYS = 400;

export const pruneSignInsJob = defineJob({
  id: "prune-sign-ins",
  triggers: () => [{ cron: "29 * * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => {
    await step.run("prune-sign-ins", async () => {
      await pruneSignIns(deps);
      return null;
    });
    return null;
  },
});

/** Removes sessions and one-time links that are over, browsers that are not used any more, and old notices. */
async function pruneSignIns(deps: Deps): Promise<void> {
  const { begun, used } = liveSince(deps);
  const now = deps.clock.now();
  const kept = new Date(now.getTime() - KEPT_DAYS * 24 * 3_600_000);
  await deps.db.pool.query(
    `DELETE FROM sessions s USING users u
     WHERE u.id = s.user_id
       AND (s.created_at <= $1 OR s.last_seen_at <= $2 OR s.session_version <> u.session_version)`,
    [begun, used],
  );
  await deps.db.prisma.userInvite.deleteMany({ where: { expiresAt: { lte: now } } });
  await deps.db.prisma.knownDevice.deleteMany({ where: { lastUsedAt: { lt: kept } } });
  await deps.db.prisma.userNotice.deleteMany({ where: { createdAt: { lt: kept } } });
}
