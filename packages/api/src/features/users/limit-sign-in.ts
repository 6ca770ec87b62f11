import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";
import { forgetAttempts, giveBackAttempt, type LimitKind, limitAttempts } from "../../limit-attempts";

type Attempt = { email: string; ipAddress: string | null };

/** How long an address stays one that an account is known to sign in from. */
const KNOWN_DAYS = 60;

/**
 * Counts an attempt to sign in, three ways: for the address; for the account from this address; and, more slowly, for
 * the account from all addresses that it has not signed in from. So nobody elsewhere can lock a user out of the place
 * where they work, and a thousand addresses still get thirty guesses in half an hour between them. The first attempt
 * that is one too many is written down.
 * @returns to be called when the attempt was a success
 * @throws AppError `too_many_attempts`
 */
export async function limitSignIn(deps: Deps, attempt: Attempt): Promise<() => Promise<void>> {
  const { email, ipAddress } = attempt;
  const actor = { userId: null, ipAddress };
  const count = (kind: LimitKind, key: string) =>
    limitAttempts(deps, kind, key, () =>
      writeAudit(deps, deps.db.prisma, actor, {
        action: "sign_in.blocked",
        subject: email,
        details: { limit: kind },
      }),
    );
  const pair = `${ipAddress ?? "-"}|${email}`;
  if (ipAddress) await count("sign_in_address", ipAddress);
  await count("sign_in_pair", pair);
  const isKnown = await isKnownAddress(deps, attempt);
  if (!isKnown) await count("sign_in_account", email);
  return async () => {
    await forgetAttempts(deps, "sign_in_pair", pair);
    if (!isKnown) await giveBackAttempt(deps, "sign_in_account", email);
  };
}

/**
 * Counts a code of a second factor in the same two ways: for the user from this address, and for the user from all that
 * they have not signed in from. So whoever has the password alone cannot lock its owner out where they work.
 * @returns to be called when the code was right
 * @throws AppError `too_many_attempts`
 */
export async function limitCodes(
  deps: Deps,
  user: { id: string; email: string },
  ipAddress: string | null,
): Promise<() => Promise<void>> {
  const pair = `${ipAddress ?? "-"}|${user.id}`;
  await limitAttempts(deps, "second_factor_pair", pair);
  const isKnown = await isKnownAddress(deps, { email: user.email, ipAddress });
  if (!isKnown) await limitAttempts(deps, "second_factor_user", user.id);
  return async () => {
    await forgetAttempts(deps, "second_factor_pair", pair);
    if (!isKnown) await giveBackAttempt(deps, "second_factor_user", user.id);
  };
}

/** Whether this account has signed in from this address of late. */
async function isKnownAddress(deps: Deps, { email, ipAddress }: Attempt): Promise<boolean> {
  if (ipAddress === null) return false;
  const since = new Date(deps.clock.now().getTime() - KNOWN_DAYS * 24 * 3_600_000);
  const known = await deps.db.prisma.auditLog.findFirst({
    where: { subject: email, action: "sign_in.success", ipAddress, createdAt: { gt: since } },
    select: { id: true },
  });
  return known !== null;
}
