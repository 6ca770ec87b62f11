import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type AuditEntry, writeAudit } from "../audit/write-audit";
import { checkSecondFactor, hasSecondFactor } from "./check-second-factor";
import { verifyPassword } from "./hash-password";
import { giveBackAttempt, limitAttempts } from "../../limit-attempts";

/** How long an answer holds. */
const CONFIRMED_SECONDS = 10 * 60;
/** How far a provider's clock may be behind ours. */
const CLOCK_SKEW_SECONDS = 60;

/**
 * For what a stolen session must not be enough for: only in a session whose user has proven of late who they are. The
 * sign-in itself does not count.
 * @throws AppError `confirmation_required`
 */
export async function requireConfirmation(deps: Deps, user: SessionUser): Promise<void> {
  if (!(await isConfirmed(deps, user))) throw new AppError("confirmation_required");
}

async function isConfirmed(deps: Deps, user: SessionUser): Promise<boolean> {
  if (!user.session) return false;
  const since = new Date(deps.clock.now().getTime() - CONFIRMED_SECONDS * 1000);
  const confirmed = await deps.db.prisma.session.findFirst({
    where: { id: user.session.id, userId: user.id, confirmedAt: { gt: since } },
    select: { id: true },
  });
  return confirmed !== null;
}

/**
 * Takes a user's password anew, and a code of whoever has a second factor; the answer holds for ten minutes, in this session alone.
 * @throws AppError `wrong_password`, also for somebody who has none; `second_factor_needed`, `wrong_code`,
 *   `too_many_attempts`
 */
export async function confirmIdentity(
  deps: Deps,
  user: SessionUser,
  input: { password: string; code?: string | undefined },
  actor: Actor,
): Promise<void> {
  const denied = { action: "user.confirm_identity_denied", subject: user.email };
  const { isRight } = await tryPassword(deps, user, input.password);
  if (!isRight) {
    await writeAudit(deps, deps.db.prisma, actor, denied);
    throw new AppError("wrong_password");
  }
  await checkSecondFactor(deps, user, input.code, actor);
  await confirmSession(deps, user, "password", actor);
}

/**
 * For acts that ask for the password themselves. Of somebody who has none a confirmed session is the answer instead,
 * and of somebody with a second factor it is asked for besides.
 * @param denied what to write down when it is wrong
 * @throws AppError `wrong_password`, `too_many_attempts`, `confirmation_required`
 */
export async function checkOwnPassword(
  deps: Deps,
  user: SessionUser,
  input: { password: string; denied: AuditEntry },
  actor: Actor,
): Promise<void> {
  const { isRight, hasPassword } = await tryPassword(deps, user, input.password);
  if (hasPassword && !isRight) {
    await writeAudit(deps, deps.db.prisma, actor, input.denied);
    throw new AppError("wrong_password");
  }
  if (!hasPassword || (await hasSecondFactor(deps, user.id))) await requireConfirmation(deps, user);
}

/** How this user can prove who they are. */
export async function loadConfirmationWays(
  deps: Deps,
  user: SessionUser,
): Promise<{ password: boolean; code: boolean; provider: string | null; confirmed: boolean }> {
  const { passwordHash } = await deps.db.prisma.user.findUniqueOrThrow({
    where: { id: user.id },
    select: { passwordHash: true },
  });
  return {
    password: passwordHash !== null,
    code: await hasSecondFactor(deps, user.id),
    provider: deps.config.oidc?.name ?? null,
    confirmed: await isConfirmed(deps, user),
  };
}

/** From now on a sign-in with the provider that is newer than this confirms the session: {@link confirmByProvider}. */
export async function awaitProvider(deps: Deps, user: SessionUser): Promise<void> {
  await deps.db.prisma.session.updateMany({
    where: { id: user.session?.id ?? "", userId: user.id },
    data: { confirmAskedAt: deps.clock.now() },
  });
}

/**
 * Takes a sign-in with the provider for the answer that a session waits for.
 * @param input.authTime the token's `auth_time`: when somebody last gave the provider what it asks for, in seconds
 * @returns false for a session that waits for none, and for a sign-in that is older than the question
 */
export async function confirmByProvider(
  deps: Deps,
  user: SessionUser,
  input: { authTime: unknown },
  actor: Actor,
): Promise<boolean> {
  if (typeof input.authTime !== "number" || !user.session) return false;
  const now = deps.clock.now();
  const waiting = await deps.db.prisma.session.findFirst({
    where: {
      id: user.session.id,
      userId: user.id,
      confirmAskedAt: {
        gt: new Date(now.getTime() - CONFIRMED_SECONDS * 1000),
        lte: new Date((input.authTime + CLOCK_SKEW_SECONDS) * 1000),
      },
    },
    select: { id: true },
  });
  if (!waiting) {
    await writeAudit(deps, deps.db.prisma, actor, {
      action: "user.confirm_identity_denied",
      subject: user.email,
      details: { way: "oidc" },
    });
    return false;
  }
  await confirmSession(deps, user, "oidc", actor);
  return true;
}

async function confirmSession(deps: Deps, user: SessionUser, way: "password" | "oidc", actor: Actor) {
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: user.session?.id ?? "", userId: user.id },
      data: { confirmedAt: deps.clock.now(), confirmAskedAt: null },
    });
    if (count === 0) throw new AppError("not_signed_in");
    await writeAudit(deps, tx, actor, {
      action: "user.confirm_identity",
      subject: user.email,
      details: { way },
    });
  });
}

/**
 * One count for all that asks for a user's password again: a stolen session gets five guesses, not five for each door.
 * Counted for the session, so that whoever holds one cannot use up the owner's own guesses: another session takes the
 * password to begin.
 */
async function tryPassword(
  deps: Deps,
  user: SessionUser,
  password: string,
): Promise<{ isRight: boolean; hasPassword: boolean }> {
  const stored = await deps.db.prisma.user.findUnique({
    where: { id: user.id },
    select: { passwordHash: true },
  });
  // Whoever has none cannot guess it.
  if (!stored?.passwordHash) return { isRight: false, hasPassword: false };
  const subject = user.session?.id ?? user.id;
  await limitAttempts(deps, "own_password", { subject });
  const isRight = await verifyPassword(stored.passwordHash, password);
  if (isRight) await giveBackAttempt(deps, "own_password", { subject });
  return { isRight, hasPassword: true };
}
