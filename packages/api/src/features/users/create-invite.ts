import { createHash, randomBytes } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";

/** How long a one-time link works. */
const INVITE_HOURS = 72;

export type Invite = { inviteUrl: string; expiresAt: Date };

/** Makes a user's one-time link, in the place of an earlier one. Only its hash is kept: the link is shown this once. */
export async function createInvite(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "userInvite">,
  userId: string,
): Promise<Invite> {
  const token = randomBytes(32).toString("base64url");
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + INVITE_HOURS * 3_600_000);
  const fresh = { tokenHash: hashInviteToken(token), expiresAt, createdAt: now };
  await client.userInvite.upsert({
    where: { userId },
    create: { userId, ...fresh },
    update: fresh,
    select: { userId: true },
  });
  const address = new URL("/accept-invite", deps.config.nextauthUrl);
  address.searchParams.set("token", token);
  return { inviteUrl: address.href, expiresAt };
}

export const hashInviteToken = (token: string): string => createHash("sha256").update(token).digest("hex");
