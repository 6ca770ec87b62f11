import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decideCall,
  decideRecording,
  indexReps,
  type MatchableRep,
  type MatchedCall,
} from "./decide-recording";

const rep = (id: string, email: string, extra: Partial<MatchableRep> = {}): MatchableRep => ({
  id,
  email,
  aliases: [],
  archived: false,
  ...extra,
});
const ANNA = rep("anna", "anna@z.example", { aliases: ["a.devries@p.example"] });
const BRAM = rep("bram", "bram@z.example");
const OLD = rep("old", "old@z.example", { archived: true });

const matchingOf = (reps: MatchableRep[], teamFilter: string[] = [], domains: string[] = []) => ({
  reps: indexReps(reps),
  teamFilter,
  domains,
});
const decide = (
  email: string | null,
  reps: MatchableRep[],
  team: string | null = null,
  filter: string[] = [],
  domains: string[] = [],
) => decideRecording({ email, team }, matchingOf(reps, filter, domains));

describe("decideRecording", () => {
  it.each<[string, Parameters<typeof decide>, ReturnType<typeof decideRecording>]>([
    [
      "a rep's own address",
      ["Anna@Z.example ", [ANNA, BRAM]],
      { decision: "imported", salesRepId: "anna", matchedBy: "email" },
    ],
    [
      "an alias",
      ["A.deVries@P.example", [ANNA, BRAM]],
      { decision: "imported", salesRepId: "anna", matchedBy: "alias" },
    ],
    [
      "an address that is both the rep's own and an alias of the same rep",
      ["x@z.example", [rep("x", "x@z.example", { aliases: ["X@z.example"] })]],
      { decision: "imported", salesRepId: "x", matchedBy: "email" },
    ],
    [
      "nobody's address",
      ["kees@z.example", [ANNA]],
      { decision: "skipped", reason: "no_matching_rep", salesRepId: null },
    ],
    [
      "a recorder without an address",
      [null, [ANNA]],
      { decision: "skipped", reason: "no_matching_rep", salesRepId: null },
    ],
    [
      "an archived rep",
      ["old@z.example", [OLD]],
      { decision: "skipped", reason: "rep_archived", salesRepId: "old" },
    ],
    [
      "an alias that two active reps share",
      ["info@z.example", [ANNA, BRAM].map((one) => ({ ...one, aliases: ["info@z.example"] }))],
      { decision: "skipped", reason: "ambiguous_rep", salesRepId: null },
    ],
    [
      "one rep's address that is another's alias",
      ["bram@z.example", [{ ...ANNA, aliases: ["bram@z.example"] }, BRAM]],
      { decision: "skipped", reason: "ambiguous_rep", salesRepId: null },
    ],
    [
      "an archived rep's address that is an active rep's alias",
      ["old@z.example", [{ ...ANNA, aliases: ["old@z.example"] }, OLD]],
      { decision: "imported", salesRepId: "anna", matchedBy: "alias" },
    ],
    [
      "an alias that only archived reps share: neither is named",
      [
        "info@z.example",
        [
          { ...OLD, aliases: ["info@z.example"] },
          { ...ANNA, archived: true, aliases: ["info@z.example"] },
        ],
      ],
      { decision: "skipped", reason: "rep_archived", salesRepId: null },
    ],
    [
      "another team",
      ["anna@z.example", [ANNA], "Marketing", ["Sales"]],
      { decision: "skipped", reason: "other_team", salesRepId: "anna" },
    ],
    [
      "no team, with a filter",
      ["anna@z.example", [ANNA], null, ["Sales"]],
      { decision: "skipped", reason: "other_team", salesRepId: "anna" },
    ],
    [
      "the team in another spelling",
      ["anna@z.example", [ANNA], " sale\u0301s ", ["Marketing", "Sal\u00e9s"]],
      { decision: "imported", salesRepId: "anna", matchedBy: "email" },
    ],
    [
      "nobody's address in another team: whose it is comes first",
      ["kees@z.example", [ANNA], "Marketing", ["Sales"]],
      { decision: "skipped", reason: "no_matching_rep", salesRepId: null },
    ],
  ])("%s", (_name, [email, reps, team, filter], expected) => {
    expect(decide(email, reps, team ?? null, filter ?? [])).toEqual(expected);
  });

  it("takes nobody outside the domains for a rep, and everybody inside them as before", () => {
    const nobody = { decision: "skipped", reason: "no_matching_rep", salesRepId: null };
    expect(decide("A.deVries@P.example", [ANNA, BRAM], null, [], ["z.example"])).toEqual(nobody);
    expect(decide("old@z.example", [OLD], null, [], ["p.example"])).toEqual(nobody);
    expect(decide("x@sub.z.example", [rep("x", "x@sub.z.example")], null, [], ["z.example"])).toEqual(nobody);
    const both = ["p.example", "z.example"];
    for (const email of ["anna@Z.example", "a.devries@p.example"]) {
      expect(decide(email, [ANNA, BRAM], null, [], both)).toEqual(decide(email, [ANNA, BRAM]));
    }
  });

  it("takes a recording without a recorder for nobody's", () => {
    expect(decideRecording(null, matchingOf([ANNA], ["Sales"]))).toEqual({
      decision: "skipped",
      reason: "no_matching_rep",
      salesRepId: null,
    });
  });
});

// Few addresses, so that reps share them often.
const address = fc.constantFrom("a@z.example", "A@Z.example", "b@z.example", "c@z.example", "d@z.example");
const reps = fc
  .uniqueArray(
    fc.record({ email: address, aliases: fc.array(address, { maxLength: 3 }), archived: fc.boolean() }),
    {
      maxLength: 6,
      selector: (one) => one.email.toLowerCase(),
    },
  )
  .map((list) => list.map((one, index): MatchableRep => ({ ...one, id: `rep-${index}` })));
const team = fc.constantFrom("Sales", "Marketing", null);
const filter = fc.subarray(["Sales", "Marketing"]);

describe("decideRecording, over all reps and recorders", () => {
  it("always decides, and names only reps that have the address", () => {
    fc.assert(
      fc.property(reps, fc.option(address), team, filter, (list, email, recorderTeam, teams) => {
        const decision = decideRecording({ email, team: recorderTeam }, matchingOf(list, teams));
        const owners = list.filter((one) =>
          [one.email, ...one.aliases].some((own) => own.toLowerCase() === email?.toLowerCase()),
        );
        const active = owners.filter((one) => !one.archived);
        if (owners.length === 0) {
          expect(decision).toMatchObject({ decision: "skipped", reason: "no_matching_rep" });
        } else if (active.length > 1) {
          expect(decision).toMatchObject({ decision: "skipped", reason: "ambiguous_rep" });
        } else if (active.length === 0) {
          expect(decision).toMatchObject({ decision: "skipped", reason: "rep_archived" });
        } else if (teams.length > 0 && (recorderTeam === null || !teams.includes(recorderTeam))) {
          expect(decision).toMatchObject({ reason: "other_team", salesRepId: active[0]?.id });
        } else {
          expect(decision).toMatchObject({ decision: "imported", salesRepId: active[0]?.id });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("does not depend on the order in which reps and aliases come", () => {
    const shuffled = reps.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, address, team, filter, ([list, other, flips], email, recorderTeam, teams) => {
        const turned = other.map((one, index) =>
          flips[index] ? { ...one, aliases: one.aliases.toReversed() } : one,
        );
        const recorder = { email, team: recorderTeam };
        expect(decideRecording(recorder, matchingOf(turned, teams))).toEqual(
          decideRecording(recorder, matchingOf(list, teams)),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("decideCall", () => {
  const DUO = "duo@z.example";
  const annas: MatchedCall = { salesRepId: "anna", matchedBy: "alias", matchedEmail: DUO };
  const withDuo = (one: MatchableRep): MatchableRep => ({ ...one, aliases: [DUO] });

  it.each<[string, MatchableRep[], { email?: string; filter?: string[] }, ReturnType<typeof decideCall>]>([
    ["is its rep's as before", [withDuo(ANNA), BRAM], {}, { ...annas, question: null }],
    [
      "is its rep's under another address of theirs, which it goes by from now on",
      [withDuo(ANNA), BRAM],
      { email: "Anna@Z.example" },
      { salesRepId: "anna", matchedBy: "email", matchedEmail: "anna@z.example", question: null },
    ],
    [
      "follows its address from its rep to another",
      [ANNA, withDuo(BRAM)],
      {},
      { salesRepId: "bram", matchedBy: "alias", matchedEmail: DUO, question: null },
    ],
    [
      "does not follow to a rep who has the address beside an archived one: a question",
      [{ ...withDuo(ANNA), archived: true }, withDuo(BRAM)],
      {},
      { ...annas, question: { reason: "other_rep", salesRepId: "bram" } },
    ],
    [
      "does not follow its recorder to another rep's address: a question",
      [withDuo(ANNA), BRAM],
      { email: "bram@z.example" },
      { ...annas, question: { reason: "other_rep", salesRepId: "bram" } },
    ],
    [
      "stays when its address is nobody's: a question",
      [ANNA, BRAM],
      {},
      { ...annas, question: { reason: "no_matching_rep", salesRepId: null } },
    ],
    [
      "stays with a rep who was archived: a question",
      [{ ...withDuo(ANNA), archived: true }, BRAM],
      {},
      { ...annas, question: { reason: "rep_archived", salesRepId: "anna" } },
    ],
    [
      "stays when two have its address: a question",
      [withDuo(ANNA), withDuo(BRAM)],
      {},
      { ...annas, question: { reason: "ambiguous_rep", salesRepId: null } },
    ],
    [
      "stays when its team is left out: a question",
      [withDuo(ANNA), BRAM],
      { filter: ["Marketing"] },
      { ...annas, question: { reason: "other_team", salesRepId: "anna" } },
    ],
  ])("%s", (_name, reps, { email = DUO, filter = [] }, expected) => {
    const decide = (call: MatchedCall) =>
      decideCall({ email, team: "Sales" }, call, matchingOf(reps, filter));
    expect(decide(annas)).toEqual(expected);
    const { salesRepId, matchedBy, matchedEmail } = expected;
    expect(decide({ salesRepId, matchedBy, matchedEmail })).toEqual(expected);
  });

  it("neither moves nor asks about what a person chose", () => {
    const chosen: MatchedCall = { salesRepId: "anna", matchedBy: "manual", matchedEmail: null };
    for (const reps of [[ANNA], [withDuo(BRAM)], []]) {
      const decided = decideCall({ email: DUO, team: null }, chosen, matchingOf(reps, ["Sales"]));
      expect(decided).toEqual({ ...chosen, question: null });
    }
  });
});
