import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./user-schemas";

/** Why a new password is refused. */
export type PasswordFault = "too_short" | "too_long" | "too_common";

/** As many guesses as an attacker of a slow hash does not get through: ten thousand millions. */
const NEEDED_SCORE = 4;
/**
 * What the judge reads of a password, and how many ways of lookalikes ("P@ss", "Pass") it tries: its time grows with the
 * square of both, and it runs on the server's one loop.
 */
const JUDGED_LENGTH = 40;
const LOOKALIKE_WAYS = 10;
const PRODUCT_WORDS = ["fathom", "koppeling", "fathom koppeling"];

/**
 * Judges a new password by how many guesses an attacker needs who knows leaked passwords, common words and names in
 * Dutch and English, dates, keyboards and what people know of the user. Length counts, kinds of characters do not (NIST
 * SP 800-63B, section 3.1.1.2).
 * @param own the user's e-mail address and name, which a password must not be built from
 */
export async function checkPassword(
  password: string,
  own: readonly (string | null)[],
): Promise<PasswordFault | null> {
  if ([...password].length < SHORTEST_PASSWORD) return "too_short";
  if (password.length > LONGEST_PASSWORD) return "too_long";
  const judge = await (loaded ??= loadJudge());
  const { score } = judge.check(password, [...PRODUCT_WORDS, ...ownWords(own)]);
  return score < NEEDED_SCORE ? "too_common" : null;
}

/** The whole address and name, and their parts. */
const ownWords = (own: readonly (string | null)[]): string[] =>
  own.flatMap((text) => (text ? [text, ...text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)] : []));

let loaded: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries take a second and some 40 MB: only for who sets a password. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Judge }, common, english, dutch] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
    import("@zxcvbn-ts/language-nl-be"),
  ]);
  return new Judge({
    dictionary: { ...common.dictionary, ...english.dictionary, ...dutch.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: JUDGED_LENGTH,
    l33tMaxSubstitutions: LOOKALIKE_WAYS,
  });
}
