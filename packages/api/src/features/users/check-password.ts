import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./user-schemas";

/** Why a new password is refused. */
export type PasswordFault = "too_short" | "too_long" | "too_common" | "holds_own_name";

/**
 * Pure: judges a new password by what attackers try first. Length counts, kinds of characters do not (NIST SP 800-63B,
 * section 3.1.1.2); refused is what is left of a common one after the usual decorations are taken off.
 * @param own the user's e-mail address and name, which a password must not be built from
 */
export function checkPassword(password: string, own: readonly (string | null)[]): PasswordFault | null {
  if ([...password].length < SHORTEST_PASSWORD) return "too_short";
  if (password.length > LONGEST_PASSWORD) return "too_long";
  const flat = password.toLowerCase();
  const readings = [lettersOf(flat), lettersOf(withoutLookalikes(flat))];
  if (ownWords(own).some((word) => [flat, ...readings].some((text) => isMostly(text, word))))
    return "holds_own_name";
  if (isRepetition(flat) || isWalk(flat) || readings.some(isCommon)) return "too_common";
  return null;
}

/** The whole address, and the parts of address and name that are long enough to be recognised. */
function ownWords(own: readonly (string | null)[]): string[] {
  return own.flatMap((text) => {
    if (!text) return [];
    const lower = text.toLowerCase();
    return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= 4);
  });
}

/** What is left beside the word would by itself be no password. */
const isMostly = (text: string, word: string) =>
  text.includes(word) && text.replaceAll(word, "").length < SHORTEST_PASSWORD;

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, "");

/** "P@ssw0rd" and "password" are the same guess. */
const withoutLookalikes = (text: string) =>
  [...text].map((character) => LOOKALIKES[character] ?? character).join("");

const LOOKALIKES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};

/** "abcabcabcabc", "aaaaaaaaaaaa". */
const isRepetition = (text: string) => /^(.{1,4}?)\1+.{0,3}$/u.test(text) || new Set(text).size < 5;

/** At least four fifths of its steps follow the alphabet, the digits or a row of the keyboard. */
function isWalk(text: string): boolean {
  const characters = [...text];
  const steps = characters.slice(1).filter((next, index) => {
    const pair = `${characters[index]}${next}`;
    return ROWS.some((row) => row.includes(pair)) || pair[0] === pair[1];
  });
  return steps.length >= (characters.length - 1) * 0.8;
}

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb",
].flatMap((row) => [row, [...row].reverse().join("")]);

/** Common words, with fewer than five other letters between them. */
function isCommon(letters: string): boolean {
  const rest = COMMON_WORDS.reduce((text, word) => text.replaceAll(word, " "), letters).replaceAll(" ", "");
  return rest.length < 5 && letters.length - rest.length >= 4;
}

/** What lists of leaked passwords are made of, English and Dutch; the longest first, so that "password" goes before "pass". */
const COMMON_WORDS =
  `password passwort passphrase wachtwoord welkom welcome letmein iloveyou ikhouvanjou administrator
  admin beheerder beheer login inloggen secret geheim master superman batman spiderman pokemon minecraft football voetbal
  baseball basketball hockey soccer liverpool chelsea arsenal feyenoord ajax princess prinses sunshine zonneschijn summer
  zomer winter spring lente autumn herfst monday maandag january januari december november october oktober september
  august augustus shadow dragon draak monkey tijger tiger panther eagle flower bloem butterfly vlinder chocolate
  chocolade computer internet samsung google microsoft windows apple android facebook linkedin hello hallo goodbye
  qwerty qwertz azerty asdfgh zxcvbn azertyuiop trustno freedom vrijheid whatever starwars matrix killer hunter ranger
  buster soccer jordan michael jennifer jessica ashley nicole daniel andrew joshua charlie thomas robert amsterdam
  rotterdam utrecht nederland holland belgie antwerpen london paris germany canada america fathom koppeling dashboard
  sales company bedrijf office kantoor default changeme change test tester testing guest gast user gebruiker root
  access toegang please my mijn the een and love liefde pass geheimpje abc`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);
