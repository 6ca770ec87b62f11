import { randomBytes } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { renderSVG } from "uqr";
import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { placeOfSecondFactor } from "../settings/lock-secret-rows";
import { hashRecoveryCode, hasSecondFactor, normalizeCode, useCode } from "./check-second-factor";
import { createTotp } from "./create-totp";
import { limitCodes } from "./limit-sign-in";
import { addNotice, ofOwnAct } from "./list-notices";

const RECOVERY_CODES = 10;
/** Crockford's base 32: no letter that is taken for a digit. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Makes a secret for a user's authenticator app; shown this once. Nothing asks for codes of it until
 * {@link enrolSecondFactor}; beginning again makes another one.
 * @returns the secret in base32 to type over, and its QR code as an address of an image
 * @throws AppError `second_factor_present`
 */
export async function beginEnrolment(
  deps: Deps,
  user: SessionUser,
): Promise<{ secret: string; qrCode: string }> {
  const totp = createTotp(undefined, user.email);
  const secret = totp.secret.base32;
  const sealed = deps.secretBox.seal(secret, placeOfSecondFactor(user.id));
  // One statement: one that has been switched on meanwhile keeps its secret.
  const count = await deps.db.prisma.$executeRaw`
    INSERT INTO second_factors (user_id, secret) VALUES (${user.id}::uuid, ${sealed})
    ON CONFLICT (user_id) DO UPDATE SET secret = EXCLUDED.secret, last_step = NULL
    WHERE second_factors.confirmed_at IS NULL`;
  if (count === 0) throw new AppError("second_factor_present");
  const image = Buffer.from(renderSVG(totp.toString(), { border: 4 })).toString("base64");
  return { secret, qrCode: `data:image/svg+xml;base64,${image}` };
}

/**
 * Switches the second factor on, once the app has shown a right code.
 * @returns the recovery codes, which are shown this once
 * @throws AppError `wrong_code`, `too_many_attempts`, `second_factor_present`
 */
export async function enrolSecondFactor(
  deps: Deps,
  user: SessionUser,
  code: string,
  actor: Actor,
): Promise<string[]> {
  if (await hasSecondFactor(deps, user.id)) throw new AppError("second_factor_present");
  const settle = await limitCodes(deps, user, { ipAddress: actor.ipAddress, deviceToken: null });
  const recoveryCodes = await deps.db.prisma.$transaction(async (tx) => {
    if (!(await useCode(deps, tx, user.id, normalizeCode(code)))) throw new AppError("wrong_code");
    const { count } = await tx.secondFactor.updateMany({
      where: { userId: user.id, confirmedAt: null },
      data: { confirmedAt: deps.clock.now() },
    });
    if (count === 0) throw new AppError("second_factor_present");
    await addNotice(deps, tx, { ...ofOwnAct(user, actor), kind: "second_factor_enrolled" });
    await writeAudit(deps, tx, actor, { action: "user.enrol_second_factor", subject: user.email });
    return await replaceRecoveryCodes(tx, user.id);
  });
  await settle();
  return recoveryCodes;
}

/** Makes ten new recovery codes; the old ones no longer work. @throws AppError `not_found` without a second factor */
export async function renewRecoveryCodes(deps: Deps, user: SessionUser, actor: Actor): Promise<string[]> {
  if (!(await hasSecondFactor(deps, user.id))) throw new AppError("not_found");
  return await deps.db.prisma.$transaction(async (tx) => {
    await addNotice(deps, tx, { ...ofOwnAct(user, actor), kind: "recovery_codes_renewed" });
    await writeAudit(deps, tx, actor, { action: "user.renew_recovery_codes", subject: user.email });
    return await replaceRecoveryCodes(tx, user.id);
  });
}

async function replaceRecoveryCodes(
  client: Pick<Prisma.TransactionClient, "recoveryCode">,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, createRecoveryCode);
  await client.recoveryCode.deleteMany({ where: { userId } });
  await client.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: hashRecoveryCode(code) })),
  });
  return codes;
}

/** Sixteen letters of five bits each, as "7K2M-QX04-…"; never one that looks like a code of the app. */
function createRecoveryCode(): string {
  const letters = [...randomBytes(16)].map((byte) => LETTERS[byte % 32]).join("");
  return letters.match(/.{4}/g)?.join("-") ?? letters;
}
