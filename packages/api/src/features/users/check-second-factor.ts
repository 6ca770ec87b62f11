import { createHash } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { placeOfSecondFactor } from "../settings/lock-secret-rows";
import { SecretBoxError } from "../../secret-box";
import { findStep } from "./create-totp";
import { limitCodes } from "./limit-sign-in";
import { loadSecondFactorPolicy, type SecondFactorPolicy } from "./second-factor-policy";

/** What people type between the characters, and in small letters. */
export const normalizeCode = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

export const hashRecoveryCode = (code: string): string =>
  createHash("sha256").update(normalizeCode(code)).digest("hex");

/** Whether a user's sign-in asks for a code. */
export async function hasSecondFactor(deps: Deps, userId: string): Promise<boolean> {
  const factor = await deps.db.prisma.secondFactor.findFirst({
    where: { userId, confirmedAt: { not: null } },
    select: { userId: true },
  });
  return factor !== null;
}

/** What a user sees of their own second factor. `required`: they may not be without one. */
export async function loadSecondFactor(
  deps: Deps,
  user: SessionUser,
): Promise<{ on: boolean; recoveryCodesLeft: number; required: boolean }> {
  return {
    on: await hasSecondFactor(deps, user.id),
    recoveryCodesLeft: await deps.db.prisma.recoveryCode.count({ where: { userId: user.id } }),
    required: isRequiredOf(await loadSecondFactorPolicy(deps), user.role),
  };
}

const isRequiredOf = (policy: SecondFactorPolicy, role: SessionUser["role"]) =>
  policy === "everyone" || (policy === "admins" && role === "admin");

/**
 * Asks for a code of whoever has a second factor; of others nothing. A code of the app and a recovery code each work
 * once. Counted, so that ten guesses in half an hour is all that anybody gets: {@link limitCodes}.
 * @throws AppError `second_factor_needed` without a code, `wrong_code`, `too_many_attempts`
 */
export async function checkSecondFactor(
  deps: Deps,
  user: { id: string; email: string },
  code: string | undefined,
  actor: Actor,
  deviceToken: string | null = null,
): Promise<void> {
  if (!(await hasSecondFactor(deps, user.id))) return;
  if (!code?.trim()) throw new AppError("second_factor_needed");
  const settle = await limitCodes(deps, user, { ipAddress: actor.ipAddress, deviceToken });
  const typed = normalizeCode(code);
  const isRight = /^\d{6}$/.test(typed)
    ? await useCode(deps, deps.db.prisma, user.id, typed)
    : await useRecoveryCode(deps, user, typed, actor);
  if (!isRight) {
    await writeAudit(deps, deps.db.prisma, actor, {
      action: "user.second_factor_denied",
      subject: user.email,
    });
    throw new AppError("wrong_code");
  }
  await settle();
}

/**
 * Takes a code of the app, unless one of its half minute or a later one was taken: of two at once, one wins. In a
 * transaction the secret stays the one that the code is of.
 */
export async function useCode(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "secondFactor">,
  userId: string,
  code: string,
): Promise<boolean> {
  const factor = await client.secondFactor.findUnique({
    where: { userId },
    select: { secret: true },
  });
  if (!factor) return false;
  let secret: string;
  try {
    secret = deps.secretBox.open(factor.secret, placeOfSecondFactor(userId));
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    deps.log.error({ err: error, userId }, "a second factor cannot be opened; recovery codes still work");
    return false;
  }
  const step = findStep(secret, code, deps.clock.now());
  if (step === null) return false;
  const { count } = await client.secondFactor.updateMany({
    where: { userId, secret: factor.secret, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step },
  });
  return count === 1;
}

async function useRecoveryCode(
  deps: Deps,
  user: { id: string; email: string },
  code: string,
  actor: Actor,
): Promise<boolean> {
  return await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.recoveryCode.deleteMany({
      where: { userId: user.id, codeHash: hashRecoveryCode(code) },
    });
    if (count === 0) return false;
    const left = await tx.recoveryCode.count({ where: { userId: user.id } });
    await writeAudit(deps, tx, actor, {
      action: "user.use_recovery_code",
      subject: user.email,
      details: { left },
    });
    return true;
  });
}
