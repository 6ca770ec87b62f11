import { hash, verify } from "@node-rs/argon2";

/** OWASP's smallest recommended cost for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of nothing that anybody knows: checking it takes as long as checking a real one. */
let dummyHash: Promise<string> | undefined;

/** Neither cut nor trimmed: every character counts. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Takes as long for an unknown user (`null`) as for a wrong password, so that time does not tell them apart. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), COST);
  const matches = await verify(passwordHash ?? (await dummyHash), password);
  return passwordHash !== null && matches;
}
