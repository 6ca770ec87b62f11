import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeEmail } from "./normalize-email";

/** Each row: as somebody may spell it, and how it is compared. */
const SPELLINGS: [written: string, compared: string][] = [
  // Plain and upper case, on both sides.
  ["anna@zonnewende.example", "anna@zonnewende.example"],
  ["Anna@Zonnewende.Example", "anna@zonnewende.example"],
  ["ANNA@ZONNEWENDE.EXAMPLE", "anna@zonnewende.example"],
  ["a.deVries@Partners.example", "a.devries@partners.example"],
  // Whitespace around it, of every kind that copying brings along.
  [" anna@zonnewende.example", "anna@zonnewende.example"],
  ["anna@zonnewende.example ", "anna@zonnewende.example"],
  ["\tanna@zonnewende.example\r\n", "anna@zonnewende.example"],
  ["\u00a0anna@zonnewende.example\u00a0", "anna@zonnewende.example"],
  ["\ufeffanna@zonnewende.example", "anna@zonnewende.example"],
  // Inside it whitespace is no spelling of the same.
  ["an na@zonnewende.example", "an na@zonnewende.example"],
  ["anna @zonnewende.example", "anna @zonnewende.example"],
  ["anna@zonne wende.example", "anna@zonne wende.example"],
  ["anna@zonne\twende.example", "anna@zonne\twende.example"],
  // Plus tags and dots may be other people.
  ["anna+crm@zonnewende.example", "anna+crm@zonnewende.example"],
  ["an.na@zonnewende.example", "an.na@zonnewende.example"],
  ["anna@googlemail.com", "anna@googlemail.com"],
  // NFC and NFD are one address.
  ["jos\u00e9@zonnewende.example", "jos\u00e9@zonnewende.example"],
  ["jose\u0301@zonnewende.example", "jos\u00e9@zonnewende.example"],
  ["\u00c5sa@zonnewende.example", "\u00c5sa@zonnewende.example"],
  ["A\u030asa@zonnewende.example", "\u00c5sa@zonnewende.example"],
  // The Angstrom and Kelvin signs are spelled as letters in NFC.
  ["\u212bsa@zonnewende.example", "\u00c5sa@zonnewende.example"],
  ["\u212aees@zonnewende.example", "kees@zonnewende.example"],
  // A composed letter that has no upper case form of one character.
  ["\u1e96@zonnewende.example", "\u1e96@zonnewende.example"],
  ["H\u0331@zonnewende.example", "\u1e96@zonnewende.example"],
  // Only ASCII is folded: the dotted and dotless i of Turkish are other letters than i.
  ["\u0130pek@zonnewende.example", "\u0130pek@zonnewende.example"],
  ["\u0131pek@zonnewende.example", "\u0131pek@zonnewende.example"],
  ["Ipek@zonnewende.example", "ipek@zonnewende.example"],
  ["stra\u00dfe@zonnewende.example", "stra\u00dfe@zonnewende.example"],
  ["STRASSE@zonnewende.example", "strasse@zonnewende.example"],
  // Domains of other scripts, written out and as punycode.
  ["anna@m\u00fcnchen.example", "anna@xn--mnchen-3ya.example"],
  ["anna@mu\u0308nchen.example", "anna@xn--mnchen-3ya.example"],
  ["anna@M\u00dcNCHEN.example", "anna@xn--mnchen-3ya.example"],
  ["anna@xn--mnchen-3ya.example", "anna@xn--mnchen-3ya.example"],
  ["anna@XN--MNCHEN-3YA.example", "anna@xn--mnchen-3ya.example"],
  ["anna@fa\u00df.example", "anna@xn--fa-hia.example"],
  ["anna@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "anna@xn--e1afmkfd.xn--p1ai"],
  ["anna@zonnewende\uff0eexample", "anna@zonnewende.example"],
  ["anna@zonne\u00adwende.example", "anna@zonnewende.example"],
  // What a parser of URLs would cut off, decode or read as a number is part of another address.
  ["anna@zonnewende.example/x", "anna@zonnewende.example/x"],
  ["anna@zonnewende.example?x", "anna@zonnewende.example?x"],
  ["anna@zonnewende.example#x", "anna@zonnewende.example#x"],
  ["anna@zonnewende.example\\x", "anna@zonnewende.example\\x"],
  ["anna@zonnewende.example:443", "anna@zonnewende.example:443"],
  ["anna@zonn%65wende.example", "anna@zonn%65wende.example"],
  ["anna@m\u00fcnchen.example/x", "anna@m\u00fcnchen.example/x"],
  ["anna@0x7f.1", "anna@0x7f.1"],
  ["anna@127.1", "anna@127.1"],
  // The last @ divides; without one there is no domain.
  ['"a@b"@Zonnewende.example', '"a@b"@zonnewende.example'],
  ["Anna", "anna"],
  ["@", "@"],
  ["", ""],
];

const part = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("H\u0331", "J\u030c", "\u212a", "\u0130", "xn--", "m\u00fc", "%41", "\uff0e", " "),
);
const address = fc
  .tuple(fc.array(part, { maxLength: 3 }), fc.array(part, { maxLength: 3 }))
  .map(([local, domain]) => `${local.join("")}@${domain.join(".")}`);

describe("normalizeEmail", () => {
  it.each(SPELLINGS)("compares %j as %j", (written, compared) => {
    expect(normalizeEmail(written)).toBe(compared);
  });

  it("is done after once, whatever it is given", () => {
    fc.assert(
      fc.property(address, (text) => {
        const once = normalizeEmail(text);
        expect(normalizeEmail(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes the two normal forms, the case of ASCII and space around it for one address", () => {
    fc.assert(
      fc.property(address, (text) => {
        const same = [text.normalize("NFC"), text.normalize("NFD"), ` ${text}\n`];
        // With an accent over it a letter is another one, outside ASCII.
        const bareLetter = /[a-z](?!\p{M})/gu;
        const ascii = text.normalize("NFC").replace(bareLetter, (letter) => letter.toUpperCase());
        for (const spelling of [...same, ascii]) {
          expect(normalizeEmail(spelling)).toBe(normalizeEmail(text));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps apart what differs in anything else", () => {
    const plain = fc.stringMatching(/^[a-z0-9.+_-]{1,12}$/);
    fc.assert(
      fc.property(plain, plain, plain, plain, (local, domain, otherLocal, otherDomain) => {
        fc.pre(local !== otherLocal || domain !== otherDomain);
        expect(normalizeEmail(`${local}@${domain}`)).not.toBe(normalizeEmail(`${otherLocal}@${otherDomain}`));
      }),
    );
  });
});
