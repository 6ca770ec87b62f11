import { normalizeEmail } from "@koppeling/api/normalize-email";

type Addresses = { email: string; aliases: readonly string[]; archivedAt: Date | null };

/** Whose an address is: the reps who have it as their own or as an alias, which the ledger's reason speaks of. Pure. */
export function findRepsOf<Rep extends Addresses>(
  recorderEmail: string | null,
  reps: readonly Rep[],
  archived: boolean,
): Rep[] {
  if (recorderEmail === null) return [];
  const address = normalizeEmail(recorderEmail);
  return reps.filter(
    (rep) =>
      (rep.archivedAt !== null) === archived && (rep.email === address || rep.aliases.includes(address)),
  );
}
