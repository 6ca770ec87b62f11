import { hash, verify } from "@node-rs/argon2";
import { createPlaces } from "../../create-places";

/** OWASP's smallest recommended cost for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Each hash takes a thread and 19 MiB for some 30 ms, and strangers can ask for as many as they like. Users whose browser
 * is known, or who are signed in, have places of their own.
 */
const inPlace = createPlaces({ atOnce: 2, waiting: 60, waitMs: 5_000 });
type Lane = "known" | "stranger";

/** A hash of nothing that anybody knows: checking it takes as long as checking a real one. */
let dummyHash: Promise<string> | undefined;

/** Neither cut nor trimmed: every character counts. @throws AppError `too_busy` */
export const hashPassword = (password: string): Promise<string> =>
  inPlace<string>("known" satisfies Lane, () => hash(password, COST));

/**
 * Takes as long for an unknown user (`null`) as for a wrong password, so that time does not tell them apart.
 * @throws AppError `too_busy`
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
  lane: Lane = "known",
): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), COST);
  const known = passwordHash ?? (await dummyHash);
  const matches = await inPlace(lane, () => verify(known, password));
  return passwordHash !== null && matches;
}
