import { Secret, TOTP } from "otpauth";

/** What every authenticator app takes for granted (RFC 6238): SHA-1, six digits, half a minute. */
const PERIOD_SECONDS = 30;

/**
 * The codes of a secret, and the address with which an app takes it over.
 * @param secret base32; without it a new one of 160 bits is made
 * @param label whose it is, as the app shows it
 */
export function createTotp(secret?: string, label = ""): TOTP {
  return new TOTP({
    issuer: "Fathom Koppeling",
    label,
    secret: secret === undefined ? new Secret({ size: 20 }) : Secret.fromBase32(secret),
    ...{ algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS },
  });
}

/** @returns the number of the half minute that a code is of, or null; the one before and the one after count too. */
export function findStep(secret: string, code: string, now: Date): number | null {
  const delta = createTotp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}
