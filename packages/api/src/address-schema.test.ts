import { createWorld } from "@koppeling/sandbox/create-world";
import { parseMeeting } from "@koppeling/fathom/parse-meeting";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressSchema } from "./address-schema";
import { createUser } from "./features/users/create-user";
import { verifyCredentials } from "./features/users/verify-credentials";
import { verifyIdentity } from "./features/users/verify-identity";
import { isEmailAddress, normalizeEmail } from "./normalize-email";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

/** Addresses that mail accepts and that stricter rules refuse. */
const ODD = [
  "r&d@zonnewende.example",
  "jörg@zonnewende.example",
  "JÖRG@zonnewende.example",
  "Åsa@zonnewende.example",
  "İpek@zonnewende.example",
  "a=b@zonnewende.example",
  "иван@почта.рф",
  "anna@münchen.example",
  "o'brien@zonnewende.example",
  "a.@zonnewende.example",
  "a..b@zonnewende.example",
  "-a-@zonnewende.example",
  '"anna de vries"@zonnewende.example',
  "anna@sub_domain.example",
  "anna@intranet",
  "anna@[192.0.2.1]",
  "{a}|b~c@zonnewende.example",
  "陳@例子.example",
  "a/b!c#d$e%f*g?h^i`j@zonnewende.example",
];
const member = (email: string, index: number) => ({
  name: `Lid ${index}`,
  email,
  team: null,
  createdAt: new Date("2026-01-01T00:00:00Z"),
});
const password = "correct horse battery";

describe("the address rule", () => {
  const letters = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
  const shown = fc.tuple(letters, letters).map(([local, domain]) => `${local}@${domain}`);

  it("takes, in one spelling, whatever Fathom shows as an address", () => {
    fc.assert(
      fc.property(shown, (email) => {
        const meeting = { recording_id: 1, created_at: "2026-01-01T00:00:00Z", recorded_by: { email } };
        const item = parseMeeting(meeting);
        const normal = normalizeEmail((item.ok && item.recording.recorder?.email) || "");
        fc.pre(isEmailAddress(normal));
        expect(addressSchema.parse(email)).toBe(normal);
        expect(addressSchema.parse(normal)).toBe(normal);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    "",
    "@",
    "anna",
    "anna@",
    "@zonnewende.example",
    "an na@zonnewende.example",
    "a@b@c",
    "a@b.example/x",
    "a@b.example?x",
    "a\0@b.example",
    "a@b.example\u0007x",
    "\ud800@b.example",
    `${"a".repeat(320)}@b.example`,
  ])("refuses %j", (text) => {
    expect(addressSchema.safeParse(text).success).toBe(false);
  });
});

describe("every procedure that takes an address takes the odd ones", () => {
  let stack: TestStack;
  beforeAll(async () => {
    const world = createWorld({ recordings: [], teams: [], members: ODD.map(member) });
    stack = await createTestStack({ sandbox: { world } });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it.each(ODD)("%s", async (email) => {
    const caller = await stack.caller();
    const { salesReps, skipped, users } = caller;
    const normal = normalizeEmail(email);

    const rep = await salesReps.create({ name: "Rep", email, aliases: [] });
    expect(rep.email).toBe(normal);
    await salesReps.update({ id: rep.id, email: "anders@zonnewende.example", aliases: [email] });
    expect((await salesReps.update({ id: rep.id, aliases: [] })).aliases).toEqual([]);
    await skipped.resolve({ action: "alias", recorderEmail: email, salesRepId: rep.id });
    await skipped.undo({ salesRepId: rep.id, recorderEmail: email });
    const made = await skipped.resolve({ action: "new_rep", recorderEmail: email, name: "Nieuw" });
    await stack.deps.db.pool.query("DELETE FROM sales_reps");
    expect(made.salesRepId).not.toBe(rep.id);

    const csv = `name;email\nRep;"${email.replaceAll('"', '""')}"\n`;
    expect(await salesReps.importCsv({ csv, dryRun: false })).toMatchObject({ created: 1 });
    await stack.deps.db.pool.query("DELETE FROM sales_reps");
    expect(await salesReps.importFromFathom({ emails: [email] })).toMatchObject({ created: 1, leftOut: [] });
    await stack.deps.db.pool.query("DELETE FROM sales_reps");

    expect((await users.invite({ email, name: "Gast", role: "viewer" })).user.email).toBe(normal);
    await stack.deps.db.pool.query("DELETE FROM users WHERE email = $1", [normal]);
    await createUser(stack.deps, { email, password, role: "viewer" });
    expect(
      await verifyCredentials(stack.deps, { email, password, deviceToken: null, ipAddress: null }),
    ).not.toBeNull();
    expect(await verifyIdentity(stack.deps, { sub: "1", email, email_verified: true }, null)).not.toBeNull();
    await stack.deps.db.pool.query("DELETE FROM users WHERE email = $1", [normal]);
  });
});
