import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTypo, suggestRep, type SuggestibleRep } from "./suggest-rep";

const rep = (
  id: string,
  name: string,
  email: string,
  extra: Partial<SuggestibleRep> = {},
): SuggestibleRep => ({
  id,
  name,
  email,
  aliases: [],
  archived: false,
  ...extra,
});
const ANNA = rep("a", "Anna de Vries", "anna.devries@zonnewende.example");
const BRAM = rep("b", "Bram Jansen", "bram@zonnewende.example", { aliases: ["b.jansen@partner.example"] });
const REPS = [ANNA, BRAM];
const alias = (of: SuggestibleRep) => ({ kind: "alias", salesRepId: of.id, name: of.name });

describe("a suggestion", () => {
  it.each([
    ["the same local part elsewhere", "Anna.deVries@gmail.example", null, alias(ANNA)],
    ["the local part of an alias", "b.jansen@zonnewende.example", null, alias(BRAM)],
    ["the same name", "avries@elders.example", "ANNA DE VRIËS", alias(ANNA)],
    ["a name in the address", "anna-de-vries@elders.example", null, alias(ANNA)],
    ["a typing error in the address", "anna.devreis@zonnewende.example", null, alias(ANNA)],
    ["a typing error in the name", "x@elders.example", "Bram Janssen", alias(BRAM)],
    [
      "another person of the same company",
      "carla.bos@zonnewende.example",
      "Carla Bos",
      { kind: "new_rep", name: "Carla Bos" },
    ],
    ["the same without a name", "carla.bos@zonnewende.example", null, { kind: "new_rep", name: "Carla Bos" }],
    ["a stranger", "iemand@elders.example", "Iemand Anders", null],
    ["a first name alone", "x@elders.example", "Bram", null],
    ["a shared mailbox", "info@zonnewende.example", null, null],
    ["no address", null, "Anna de Vries", null],
    ["no address but a text", "anna", "Anna de Vries", null],
  ])("for %s", (_case, email, name, expected) => {
    expect(suggestRep({ email, name }, REPS, [])).toEqual(expected);
  });

  it("is not made when two reps are alike, or the one who is has been archived", () => {
    const twin = rep("c", "Anna de Vries", "anna.devries@partner.example");
    expect(suggestRep({ email: "anna.devries@gmail.example", name: null }, [...REPS, twin], [])).toBeNull();
    const archived = [{ ...ANNA, archived: true }, BRAM];
    expect(suggestRep({ email: "anna.devries@gmail.example", name: null }, archived, [])).toBeNull();
  });

  it("is not made outside the domains, and is a new rep inside them", () => {
    const domains = ["zonnewende.example"];
    expect(suggestRep({ email: "anna.devries@gmail.example", name: null }, REPS, domains)).toBeNull();
    expect(suggestRep({ email: "kim@zonnewende.example", name: "Kim" }, [], domains)).toEqual({
      kind: "new_rep",
      name: "Kim",
    });
  });

  it("names only an active rep, whatever it is asked", () => {
    const email = fc
      .tuple(fc.stringMatching(/^[a-c.]{1,8}$/), fc.constantFrom("x.example", "y.example"))
      .map((p) => p.join("@"));
    const reps = fc.array(
      fc.record({
        id: fc.uuid(),
        name: fc.stringMatching(/^[ab]{1,3} [ab]{1,3}$/),
        email,
        aliases: fc.array(email, { maxLength: 2 }),
        archived: fc.boolean(),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        email,
        fc.option(fc.stringMatching(/^[ab]{1,3} [ab]{1,3}$/)),
        reps,
        (address, name, all) => {
          const suggestion = suggestRep({ email: address, name }, all, []);
          if (suggestion?.kind !== "alias") return;
          expect(all.filter(({ id, archived }) => id === suggestion.salesRepId && !archived)).toHaveLength(1);
          expect(suggestRep({ email: address, name }, all.toReversed(), [])).toEqual(suggestion);
        },
      ),
    );
  });
});

describe("a typing error", () => {
  it.each([
    ["jansen", "janssen", true],
    ["janssen", "jansen", true],
    ["jansen", "hansen", true],
    ["jansen", "jasnen", true],
    ["jansen", "jansen", false],
    ["jansen", "hanson", false],
    ["jan", "jam", false],
    ["jansen", "jansenxx", false],
  ])("%s and %s: %s", (left, right, expected) => {
    expect(isTypo(left, right)).toBe(expected);
  });
});
