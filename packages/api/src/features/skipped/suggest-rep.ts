import { normalizeText } from "@koppeling/fathom/normalize-text";
import { isInDomains } from "../matching/decide-recording";
import { normalizeEmail } from "../../normalize-email";

export type SuggestibleRep = {
  id: string;
  name: string;
  email: string;
  aliases: string[];
  archived: boolean;
};

export type Suggestion =
  | { kind: "alias"; salesRepId: string; name: string }
  | { kind: "new_rep"; name: string };

/** Mailboxes of nobody in particular: the same word at two companies says nothing of a person. */
const SHARED_MAILBOXES = new Set(
  "admin contact demo hello hallo hr info mail marketing noreply office sales support team verkoop".split(
    " ",
  ),
);
/** Shorter ones differ by one letter and are different people: Jan and Jan, Tim and Tom. */
const MIN_LENGTH_FOR_TYPO = 6;

/**
 * Whose an address that belongs to nobody may be: a rep with the same local part at another domain, with the same name,
 * or one typing error away; else a new rep, when the address is of a domain where others of ours are. Pure.
 * A kind of likeness that two reps share settles nothing: then no suggestion at all.
 * @param domains the organisation's own, normalized; an address outside them is never one of ours
 */
export function suggestRep(
  recorder: { email: string | null; name: string | null },
  reps: readonly SuggestibleRep[],
  domains: readonly string[],
): Suggestion | null {
  if (!recorder.email) return null;
  const email = normalizeEmail(recorder.email);
  const [local, domain] = splitEmail(email);
  if (!local || !domain || !isInDomains(email, domains)) return null;

  const names = [recorder.name ?? "", local].map(foldName).filter(isFullName);
  const likenesses: ((rep: SuggestibleRep) => boolean)[] = [
    (rep) =>
      !SHARED_MAILBOXES.has(local) && addressesOf(rep).some((address) => splitEmail(address)[0] === local),
    (rep) => names.includes(foldName(rep.name)),
    (rep) =>
      addressesOf(rep).some((address) => {
        const [other, otherDomain] = splitEmail(address);
        return otherDomain === domain && isTypo(local, other);
      }) || names.some((name) => isTypo(name, foldName(rep.name))),
  ];
  for (const isLike of likenesses) {
    const alike = reps.filter(isLike);
    // An archived rep is somebody's decision, which a suggestion does not undo.
    if (alike.length > 1 || alike.some((rep) => rep.archived)) return null;
    const [rep] = alike;
    if (rep) return { kind: "alias", salesRepId: rep.id, name: rep.name };
  }
  if (SHARED_MAILBOXES.has(local)) return null;
  const isOurs =
    domains.length > 0 ||
    reps.length === 0 ||
    reps.some((rep) => addressesOf(rep).some((address) => splitEmail(address)[1] === domain));
  return isOurs ? { kind: "new_rep", name: recorder.name?.trim() || titleOf(local) } : null;
}

const addressesOf = (rep: SuggestibleRep): string[] => [rep.email, ...rep.aliases].map(normalizeEmail);

function splitEmail(email: string): [local: string, domain: string] {
  const at = email.lastIndexOf("@");
  return at < 0 ? ["", ""] : [email.slice(0, at), email.slice(at + 1)];
}

/** Without accents, case and punctuation: "Daniël-Jan" and "daniel.jan" are one. */
function foldName(name: string): string {
  return normalizeText(name, "NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A first name alone is the name of many. */
const isFullName = (folded: string): boolean => folded.includes(" ");

function titleOf(local: string): string {
  return local
    .split(/[._-]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

/** One letter added, left out, replaced, or exchanged with its neighbour. */
export function isTypo(left: string, right: string): boolean {
  if (left === right || Math.min(left.length, right.length) < MIN_LENGTH_FOR_TYPO) return false;
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start++;
  const [restLeft, restRight] = [left.slice(start), right.slice(start)];
  const isSwapped =
    restLeft[0] === restRight[1] && restLeft[1] === restRight[0] && restLeft.slice(2) === restRight.slice(2);
  return (
    restLeft.slice(1) === restRight.slice(1) ||
    restLeft.slice(1) === restRight ||
    restLeft === restRight.slice(1) ||
    (restLeft.length > 1 && isSwapped)
  );
}
