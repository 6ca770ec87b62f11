import { normalizeText } from "@koppeling/fathom/normalize-text";
import { normalizeEmail } from "../../normalize-email";
import { type QUESTION_REASONS, type RuleReason } from "../../reasons";

export type MatchableRep = { id: string; email: string; aliases: string[]; archived: boolean };

/** Whom recordings are matched with, and which of them are wanted at all. */
export type Matching = {
  reps: RepIndex;
  /** Names of Fathom teams; empty means all. */
  teamFilter: readonly string[];
  /** The organisation's own domains, normalized; empty means that any will do. */
  domains: readonly string[];
};

/** Sales reps by each normalized address of theirs. */
export type RepIndex = ReadonlyMap<string, readonly { rep: MatchableRep; by: "email" | "alias" }[]>;

export function indexReps(reps: readonly MatchableRep[]): RepIndex {
  const index = new Map<string, { rep: MatchableRep; by: "email" | "alias" }[]>();
  const add = (address: string, rep: MatchableRep, by: "email" | "alias") => {
    const key = normalizeEmail(address);
    const known = index.get(key);
    if (!known) index.set(key, [{ rep, by }]);
    else if (!known.some((entry) => entry.rep.id === rep.id)) known.push({ rep, by });
  };
  for (const rep of reps) add(rep.email, rep, "email");
  for (const rep of reps) for (const alias of rep.aliases) add(alias, rep, "alias");
  return index;
}

export type RecordingDecision =
  | { decision: "imported"; salesRepId: string; matchedBy: "email" | "alias" }
  | { decision: "skipped"; reason: RuleReason; salesRepId: string | null };

/**
 * Decides whose call a recording is. Pure: the same recorder, reps and filter give the same decision.
 * Two active reps who share an address are a reason to skip, never a guess; an archived one does not count
 * beside an active one. The order of the reps does not matter.
 * With domains set, nobody outside them is a rep of ours, whatever the addresses of reps say.
 * Of a recording that is a call already {@link decideCall} has the last word.
 */
export function decideRecording(
  recorder: { email: string | null; team: string | null } | null,
  { reps, teamFilter, domains }: Matching,
): RecordingDecision {
  const email = recorder?.email ? normalizeEmail(recorder.email) : null;
  const matches = email !== null && isInDomains(email, domains) ? (reps.get(email) ?? []) : [];
  const active = matches.filter(({ rep }) => !rep.archived);
  if (active.length > 1) return { decision: "skipped", reason: "ambiguous_rep", salesRepId: null };
  const [match] = active;
  if (!match) {
    const [archived, ...others] = matches;
    if (!archived) return { decision: "skipped", reason: "no_matching_rep", salesRepId: null };
    const salesRepId = others.length === 0 ? archived.rep.id : null;
    return { decision: "skipped", reason: "rep_archived", salesRepId };
  }
  if (!isInTeams(recorder?.team ?? null, teamFilter)) {
    return { decision: "skipped", reason: "other_team", salesRepId: match.rep.id };
  }
  return { decision: "imported", salesRepId: match.rep.id, matchedBy: match.by };
}

/** A call as whose it is follows from: its rep, and the address (normalized) by which it became theirs. */
export type MatchedCall = {
  salesRepId: string;
  matchedBy: "email" | "alias" | "manual";
  matchedEmail: string | null;
};

/** What the rules say of a call when it is not that it is its rep's: why, and whom they name, if anybody. */
export type CallQuestion = {
  reason: (typeof QUESTION_REASONS)[number];
  salesRepId: string | null;
};

/**
 * Decides whose a recording is that is a call already. Pure. It stays its rep's, whatever the rules say of its recorder
 * now: that is a question for a person. Only where somebody took the address by which it was matched from its rep, and
 * gave it to another, does it follow the address. What a person chose is neither moved nor asked.
 */
export function decideCall(
  recorder: { email: string; team: string | null },
  call: MatchedCall,
  matching: Matching,
): MatchedCall & { question: CallQuestion | null } {
  if (call.matchedBy === "manual") return { ...call, question: null };
  const now = decideRecording(recorder, matching);
  if (now.decision === "skipped") {
    return { ...call, question: { reason: now.reason, salesRepId: now.salesRepId } };
  }
  const email = normalizeEmail(recorder.email);
  const isSameAddress = call.matchedEmail === null || normalizeEmail(call.matchedEmail) === email;
  const isTheirsToo = matching.reps.get(email)?.some(({ rep }) => rep.id === call.salesRepId);
  if (now.salesRepId === call.salesRepId || (isSameAddress && !isTheirsToo)) {
    return { salesRepId: now.salesRepId, matchedBy: now.matchedBy, matchedEmail: email, question: null };
  }
  return { ...call, question: { reason: "other_rep", salesRepId: now.salesRepId } };
}

/** @param email normalized */
export const isInDomains = (email: string, domains: readonly string[]): boolean =>
  domains.length === 0 || domains.includes(email.slice(email.lastIndexOf("@") + 1));

/** Whether a recorder of this team passes the filter. */
export function isInTeams(team: string | null, teamFilter: readonly string[]): boolean {
  if (teamFilter.length === 0) return true;
  const fold = (name: string) => normalizeText(name.trim(), "NFC").toLowerCase();
  return team !== null && teamFilter.some((wanted) => fold(wanted) === fold(team));
}
