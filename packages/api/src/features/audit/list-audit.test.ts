import { describe, expect, it } from "vitest";
import { exportAudit } from "./export-audit";
import { createTestStack } from "@koppeling/testing/create-test-stack";

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
      oldValue: "hmac-sha256:aa",
      newValue: null,
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

  /** Three users' acts on three days. */
  async function createLog() {
    const stack = await createTestStack();
    const caller = await stack.caller();
    const { id: admin } = await caller.users.me();
    const { id: viewer } = await (await stack.caller("viewer")).users.me();
    await stack.deps.db.pool.query("TRUNCATE audit_logs");
    await stack.deps.db.pool.query(
      `INSERT INTO audit_logs (user_id, action, subject, created_at) VALUES
         ($1, 'sync.run', 'a', '2026-01-01T00:00:00Z'), ($1, 'sync.run', 'b', '2026-01-02T00:00:00Z'),
         ($2, 'sign_in.success', 'c', '2026-01-02T12:00:00Z'), (NULL, 'sign_in.failed', '=cmd|x', '2026-01-03T00:00:00Z')`,
      [admin, viewer],
    );
    return { stack, caller, admin, viewer };
  }
  const subjects = ({ items }: { items: { subject: string | null }[] }) =>
    items.map(({ subject }) => subject);

  it("shows the acts of one kind, one user, or a time, half-open, also page by page", async () => {
    const { stack, caller, admin, viewer } = await createLog();
    await using _stack = stack;
    const { audit } = caller;
    expect(subjects(await audit.list({ action: "sync.run" }))).toEqual(["b", "a"]);
    expect(subjects(await audit.list({ userId: viewer }))).toEqual(["c"]);
    expect(subjects(await audit.list({ action: "sync.run", userId: viewer }))).toEqual([]);
    const [from, to] = [new Date("2026-01-02T00:00:00Z"), new Date("2026-01-03T00:00:00Z")];
    expect(subjects(await audit.list({ from, to }))).toEqual(["c", "b"]);
    const first = await audit.list({ userId: admin, limit: 1 });
    expect(subjects(await audit.list({ userId: admin, limit: 1, cursor: first.nextCursor }))).toEqual(["a"]);
    expect(await audit.actions()).toEqual({ actions: ["sign_in.failed", "sign_in.success", "sync.run"] });
    await stack.deps.db.pool.query("TRUNCATE audit_logs");
    expect(await audit.actions()).toEqual({ actions: [] });
  });

  it("is exported whole, disarmed for spreadsheets, and says so itself", async () => {
    const { stack } = await createLog();
    await using _stack = stack;
    await stack.deps.db.pool.query(
      "INSERT INTO audit_logs (action, subject, created_at) SELECT 'many', n::text, '2025-01-01' FROM generate_series(1, 2500) n",
    );
    const lines: string[] = [];
    for await (const text of exportAudit(stack.deps, {}, await stack.exporter()))
      lines.push(...text.split("\r\n"));
    const rows = lines.filter((line) => line !== "");
    expect(rows[0]).toBe('"when","user","action","subject","ip_address","old_value","new_value"');
    expect(rows[1]).toMatch(/,"audit\.export",/);
    expect(rows[2]).toBe(`"2026-01-03T00:00:00.000Z",,"sign_in.failed","'=cmd|x",,,`);
    expect(rows[3]).toBe('"2026-01-02T12:00:00.000Z","viewer@example.com","sign_in.success","c",,,');
    expect(rows).toHaveLength(1 + 1 + 4 + 2500);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it("holds what a viewer was refused, and no more than twenty times in ten minutes", async () => {
    const { stack, viewer } = await createLog();
    await using _stack = stack;
    const { users } = await stack.caller("viewer");
    for (let attempt = 0; attempt < 25; attempt += 1)
      await expect(users.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    const denials = await stack.deps.db.prisma.auditLog.findMany({ where: { action: "access.denied" } });
    expect(denials).toHaveLength(20);
    expect(denials[0]).toMatchObject({ userId: viewer, subject: "users.list", ipAddress: "127.0.0.1" });
  });
});
