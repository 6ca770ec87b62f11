import { createHash } from "node:crypto";
import { type Deps } from "../../deps";
import { forgetAttempts, giveBackAttempt, type LimitKind, limitAttempts } from "../../limit-attempts";
import { noteFailedSignIn } from "./note-sign-in";

/** Where an attempt comes from: the address, and what the browser's own cookie holds. */
export type Place = { ipAddress: string | null; deviceToken: string | null };

/** How long an address stays one that an account is known to sign in from. */
const KNOWN_DAYS = 60;

/** The token is 256 random bits, so that a plain hash is enough. */
export const hashDeviceToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Counts an attempt to sign in. From a browser that the account has signed in with before it counts for that browser
 * alone, so that no stranger can lock its user out, at the same address or elsewhere. Any other counts three ways: for
 * the address; for the account from this address; and, more slowly, for the account from all addresses that it has not
 * signed in from. So a thousand addresses still get thirty guesses in half an hour between them. The first attempt that
 * is one too many is written down.
 * @returns whether the browser is known, and what is to be called when the attempt was a success
 * @throws AppError `too_many_attempts`
 */
export async function limitSignIn(
  deps: Deps,
  { email, ...place }: Place & { email: string },
): Promise<{ isKnownDevice: boolean; settle: () => Promise<void> }> {
  const { ipAddress: address } = place;
  const count = (kind: LimitKind, counted: Parameters<typeof limitAttempts>[2]) =>
    limitAttempts(deps, kind, counted, () =>
      noteFailedSignIn(
        deps,
        { userId: null, ipAddress: address },
        { action: "sign_in.blocked", subject: email, details: { limit: kind } },
      ),
    );
  const isKnownDevice = await isKnown(deps, { user: { email }, ...place });
  if (isKnownDevice) {
    const device = { subject: `${email}|${place.deviceToken ?? ""}` };
    await count("sign_in_device", device);
    return { isKnownDevice, settle: () => forgetAttempts(deps, "sign_in_device", device) };
  }
  const pair = { address, subject: email };
  if (address) await count("sign_in_address", { address });
  await count("sign_in_pair", pair);
  const isKnownPlace = await isKnownAddress(deps, { email, ipAddress: address });
  if (!isKnownPlace) await count("sign_in_account", { subject: email });
  return {
    isKnownDevice,
    settle: async () => {
      await forgetAttempts(deps, "sign_in_pair", pair);
      if (!isKnownPlace) await giveBackAttempt(deps, "sign_in_account", { subject: email });
    },
  };
}

/**
 * Counts a code of a second factor in the same way: for the browser when it is known; else for the user from this
 * address, and from all that they have not signed in from. So whoever has the password alone cannot lock its owner out.
 * @returns to be called when the code was right
 * @throws AppError `too_many_attempts`
 */
export async function limitCodes(
  deps: Deps,
  user: { id: string; email: string },
  place: Place,
): Promise<() => Promise<void>> {
  const { ipAddress: address } = place;
  if (await isKnown(deps, { user: { id: user.id }, ...place })) {
    const device = { subject: `${user.id}|${place.deviceToken ?? ""}` };
    await limitAttempts(deps, "second_factor_device", device);
    return () => forgetAttempts(deps, "second_factor_device", device);
  }
  const pair = { address, subject: user.id };
  await limitAttempts(deps, "second_factor_pair", pair);
  const isKnownPlace = await isKnownAddress(deps, { email: user.email, ipAddress: address });
  if (!isKnownPlace) await limitAttempts(deps, "second_factor_user", { subject: user.id });
  return async () => {
    await forgetAttempts(deps, "second_factor_pair", pair);
    if (!isKnownPlace) await giveBackAttempt(deps, "second_factor_user", { subject: user.id });
  };
}

/** Whether this account has signed in with this browser before. */
async function isKnown(
  deps: Deps,
  { user, deviceToken }: Place & { user: { id: string } | { email: string } },
): Promise<boolean> {
  if (deviceToken === null) return false;
  const known = await deps.db.prisma.knownDevice.findFirst({
    where: { tokenHash: hashDeviceToken(deviceToken), user },
    select: { userId: true },
  });
  return known !== null;
}

/** Whether this account has signed in from this address of late. */
async function isKnownAddress(
  deps: Deps,
  { email, ipAddress }: { email: string; ipAddress: string | null },
): Promise<boolean> {
  if (ipAddress === null) return false;
  const since = new Date(deps.clock.now().getTime() - KNOWN_DAYS * 24 * 3_600_000);
  const known = await deps.db.prisma.auditLog.findFirst({
    where: { subject: email, action: "sign_in.success", ipAddress, createdAt: { gt: since } },
    select: { id: true },
  });
  return known !== null;
}
