import { describe, expect, it } from "vitest";
import { createTestStack } from "../../testing/create-test-stack";

describe("audit.list", () => {
  it("pages through all entries, newest first, each once, also those of one instant", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller();
    const { id } = await caller.users.me();
    await stack.deps.db.pool.query(
      `INSERT INTO audit_logs (user_id, action, subject, old_value, ip_address, created_at)
       SELECT $1, 'test', n::text, 'hmac-sha256:aa', '192.0.2.1', '2026-01-01T00:00:00Z'::timestamptz + (n / 20) * interval '1 microsecond'
       FROM generate_series(1, 60) n`,
      [id],
    );
    const seen: Awaited<ReturnType<typeof caller.audit.list>>["items"] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof caller.audit.list>> = await caller.audit.list({
        limit: 7,
        cursor,
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    const tests = seen.filter((entry) => entry.action === "test");
    expect(new Set(tests.map((entry) => entry.subject)).size).toBe(60);
    expect(tests).toHaveLength(60);
    const instants = tests.map((entry) => Math.floor(Number(entry.subject) / 20));
    expect(instants).toEqual(instants.toSorted((a, b) => b - a));
    expect(tests[0]).toEqual({
      id: tests[0]?.id,
      action: "test",
      subject: "60",
      userEmail: "admin@example.com",
      ipAddress: "192.0.2.1",
      createdAt: new Date("2026-01-01T00:00:00Z"),
    });
    // The user's own making is the newest entry, and was nobody's act.
    expect(seen[0]).toMatchObject({ action: "user.create", subject: "admin@example.com", userEmail: null });
  });

  it("keeps entries of a user who is gone", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller();
    await caller.fathomSettings.update({ teamFilter: ["Sales"] });
    const { id } = await caller.users.me();
    await stack.deps.db.prisma.user.delete({ where: { id } });
    const { items } = await caller.audit.list();
    expect(items.find((entry) => entry.action === "settings.update")).toMatchObject({ userEmail: null });
  });

  it("refuses what makes no sense, and knows nothing behind an entry that is not there", async () => {
    await using stack = await createTestStack();
    const { audit } = await stack.caller();
    await expect(audit.list({ cursor: "x" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(audit.list({ limit: 101 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await audit.list({ cursor: crypto.randomUUID() })).toEqual({ items: [], nextCursor: null });
  });
});
