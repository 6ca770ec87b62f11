import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

let stack: TestStack;
let caller: Awaited<ReturnType<TestStack["caller"]>>;
// Fathom writes its times in whole seconds.
const now = new Date(Math.floor(Date.now() / 1000) * 1000);
beforeAll(async () => {
  stack = await createTestStack({ sandbox: { world: createWorld({ recordings: [] }), now: () => now } });
  caller = await stack.caller();
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(() => stack.deps.db.pool.query("TRUNCATE sales_reps, audit_logs CASCADE"));

const ANNA = { name: "Anna", email: "anna@z.example" };
const audited = async (action: string) =>
  stack.deps.db.prisma.auditLog.count({ where: { action: `sales_rep.${action}` } });

describe("salesReps.create", () => {
  it("keeps addresses as they are compared, and an alias once", async () => {
    const rep = await caller.salesReps.create({
      name: "  Anna de Vries ",
      email: " Anna@Z.example ",
      team: " ",
      aliases: ["A.deVries@P.example", "a.devries@p.example", "ANNA@z.example", "info@z.example"],
    });
    expect(rep).toEqual({
      id: rep.id,
      name: "Anna de Vries",
      email: "anna@z.example",
      team: null,
      aliases: ["a.devries@p.example", "info@z.example"],
      archivedAt: null,
      callCount: 0,
      calls30d: 0,
      seconds30d: 0,
      lastCallAt: null,
      lastSyncAt: null,
      lastSeenAt: null,
    });
    expect(await caller.salesReps.byId({ id: rep.id })).toEqual(rep);
    expect(await audited("create")).toBe(1);
  });

  it.each(["anna@z.example", "ANNA@Z.EXAMPLE", " anna@z.example", "anna@\uff5a.example"])(
    "refuses an address that a rep has already: %j",
    async (email) => {
      await caller.salesReps.create(ANNA);
      await expect(caller.salesReps.create({ name: "Andere Anna", email })).rejects.toMatchObject({
        code: "CONFLICT",
        message: "email_taken",
      });
      expect(await stack.deps.db.prisma.salesRep.count()).toBe(1);
      expect(await audited("create")).toBe(1);
    },
  );

  it("lets one of many at once have the address", async () => {
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => caller.salesReps.create(ANNA)));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of made) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CONFLICT" });
    }
  });

  it("lets two reps share an alias, which is then nobody's", async () => {
    await caller.salesReps.create({ ...ANNA, aliases: ["info@z.example"] });
    await caller.salesReps.create({ name: "Bram", email: "bram@z.example", aliases: ["Info@z.example"] });
    const { items } = await caller.salesReps.list();
    expect(items.map((rep) => rep.aliases)).toEqual([["info@z.example"], ["info@z.example"]]);
  });

  it.each([
    ["no name", { ...ANNA, name: "  " }, "name"],
    ["a name of nothing that can be stored", { ...ANNA, name: "\0" }, "name"],
    ["no address", { ...ANNA, email: "anna" }, "email"],
    ["two addresses", { ...ANNA, email: "anna@z.example, bram@z.example" }, "email"],
    ["an address with NUL", { ...ANNA, email: "an\0na@z.example" }, "email"],
    ["a path behind the address", { ...ANNA, email: "anna@z.example/x" }, "email"],
    ["an alias that is none", { ...ANNA, aliases: ["x"] }, "aliases"],
    [
      "too many aliases",
      { ...ANNA, aliases: Array.from({ length: 21 }, (_, i) => `a${i}@z.example`) },
      "aliases",
    ],
  ])("refuses %s, and says which field", async (_name, input, field) => {
    const user = await caller.users.me();
    const context = { deps: stack.deps, user, locale: "en" as const, ipAddress: null, requestId: "r" };
    const answer = await callOverHttp(context, "salesReps.create", input, { kind: "mutation" });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.error?.data.fieldErrors as object)).toEqual([field]);
    expect(await stack.deps.db.prisma.salesRep.count()).toBe(0);
  });
});

describe("salesReps.update", () => {
  it("changes what is given and leaves the rest", async () => {
    const { id } = await caller.salesReps.create({ ...ANNA, team: "Sales", aliases: ["info@z.example"] });
    expect(await caller.salesReps.update({ id, name: "Anna de Vries" })).toMatchObject({
      name: "Anna de Vries",
      email: "anna@z.example",
      team: "Sales",
      aliases: ["info@z.example"],
    });
    expect(
      await caller.salesReps.update({
        id,
        email: "Anna.deVries@Z.example",
        aliases: ["anna@z.example"],
        team: null,
      }),
    ).toMatchObject({ email: "anna.devries@z.example", team: null, aliases: ["anna@z.example"] });
    expect(await caller.salesReps.update({ id, aliases: [] })).toMatchObject({ aliases: [] });
    expect(await audited("update")).toBe(3);
  });

  it("changes nothing when the address is another rep's", async () => {
    await caller.salesReps.create(ANNA);
    const { id } = await caller.salesReps.create({
      name: "Bram",
      email: "bram@z.example",
      aliases: ["b@z.example"],
    });
    await expect(
      caller.salesReps.update({ id, name: "Anna", email: "ANNA@z.example", aliases: [] }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await caller.salesReps.byId({ id })).toMatchObject({ name: "Bram", aliases: ["b@z.example"] });
  });

  it("does not know a rep that is not there", async () => {
    const id = crypto.randomUUID();
    await expect(caller.salesReps.update({ id, name: "X" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.salesReps.byId({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.salesReps.archive({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.salesReps.restore({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("salesReps.archive and restore", () => {
  it("do it once, however often they are asked", async () => {
    const { id } = await caller.salesReps.create(ANNA);
    const { archivedAt } = await caller.salesReps.archive({ id });
    expect(archivedAt).toBeInstanceOf(Date);
    expect(await caller.salesReps.archive({ id })).toMatchObject({ archivedAt });
    expect(await audited("archive")).toBe(1);
    expect((await caller.salesReps.restore({ id })).archivedAt).toBeNull();
    expect((await caller.salesReps.restore({ id })).archivedAt).toBeNull();
    expect(await audited("restore")).toBe(1);
  });

  it("keep the address taken", async () => {
    const { id } = await caller.salesReps.create(ANNA);
    await caller.salesReps.archive({ id });
    await expect(caller.salesReps.create(ANNA)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("salesReps.list", () => {
  it("lists active reps by name and then archived ones, with their figures", async () => {
    const { id: anna } = await caller.salesReps.create({ ...ANNA, aliases: ["b@z.example", "a@z.example"] });
    await caller.salesReps.create({ name: "bram", email: "bram@z.example" });
    const { id: old } = await caller.salesReps.create({ name: "Aad", email: "aad@z.example" });
    await caller.salesReps.archive({ id: old });
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    for (const days of [1, 20, 40]) {
      stack.sandbox.addCall({
        recordedBy: ANNA,
        startedAt: daysAgo(days),
        endedAt: daysAgo(days),
        createdAt: daysAgo(1),
      });
    }
    expect(await stack.sync({ hours: 720 })).toMatchObject({ imported: 3 });

    const { items } = await caller.salesReps.list();
    expect(items.map((rep) => rep.name)).toEqual(["Anna", "bram", "Aad"]);
    expect(items[0]).toMatchObject({
      id: anna,
      callCount: 3,
      calls30d: 2,
      lastCallAt: daysAgo(1),
      aliases: ["a@z.example", "b@z.example"],
    });
    expect(items[0]?.lastSyncAt).toBeInstanceOf(Date);
    expect(items[0]?.lastSeenAt).toBeInstanceOf(Date);
    expect(items[1]).toMatchObject({ callCount: 0, calls30d: 0, lastCallAt: null, lastSeenAt: null });
    expect((await caller.salesReps.list({ includeArchived: false })).items.map((rep) => rep.name)).toEqual([
      "Anna",
      "bram",
    ]);
  });
});
