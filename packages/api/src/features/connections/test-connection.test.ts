import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { describe, expect, it } from "vitest";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { loadSettings } from "../settings/load-settings";

const now = new Date();
const TEAMS = [{ name: "Sales", createdAt: now }];
const WRONG_KEY = "a-key-that-fathom-refuses";

function createStack(options: { calls?: number; teams?: typeof TEAMS; storedKey?: boolean } = {}) {
  const { calls = 3, teams = TEAMS } = options;
  return createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams, members: [] }), now: () => now },
    environment: { FATHOM_API_KEY: "" },
  }).then((stack) => {
    for (let index = 0; index < calls; index++) stack.sandbox.addCall();
    return stack;
  });
}
const settingsOf = async (stack: TestStack) => (await stack.caller("admin", "en")).fathomSettings.get();
const test = async (stack: TestStack, apiKey?: string) =>
  (await stack.caller("admin", "en")).fathomSettings.test(apiKey === undefined ? {} : { apiKey });

describe("fathomSettings.test", () => {
  it("says what a good key shows, with light requests only", async () => {
    await using stack = await createStack();
    expect(await test(stack, SANDBOX_API_KEY)).toEqual({
      success: true,
      message: "Connected! Team Sales · 3 calls visible",
      teamName: "Sales",
      callsCount: 3,
      moreCalls: false,
      code: null,
    });
    const dutch = await (await stack.caller("admin", "nl")).fathomSettings.test({ apiKey: SANDBOX_API_KEY });
    expect(dutch.message).toBe("Verbinding succesvol! Team Sales · 3 calls zichtbaar");
    expect(new Set(stack.sandbox.requests.map((request) => request.class))).toEqual(new Set(["light"]));
  });

  it("says when there are more calls than one page, and when there are no teams", async () => {
    await using stack = await createStack({ calls: 11, teams: [] });
    expect(await test(stack, SANDBOX_API_KEY)).toMatchObject({
      message: "Connected! 10+ calls visible",
      teamName: null,
      callsCount: 10,
      moreCalls: true,
    });
  });

  it("does not store the key that was typed", async () => {
    await using stack = await createStack();
    await test(stack, SANDBOX_API_KEY);
    expect(await settingsOf(stack)).toMatchObject({ apiKey: null, hasApiKey: false, source: null });
    const { rows } = await stack.deps.db.pool.query<{ text: string }>(
      "SELECT s::text AS text FROM system_settings s UNION ALL SELECT a::text FROM audit_logs a",
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toContain(SANDBOX_API_KEY);
  });

  it("keeps the word of a test for a key that is then saved", async () => {
    await using stack = await createStack();
    const caller = await stack.caller();
    await test(stack, SANDBOX_API_KEY);
    const { config } = await caller.fathomSettings.update({ apiKey: SANDBOX_API_KEY });
    expect(config.connectionStatus).toBe("connected");
    expect(config.lastTested).toBeInstanceOf(Date);
    // Also while another one is in use.
    stack.sandbox.faults.always("revoked_key");
    await test(stack, WRONG_KEY);
    stack.sandbox.faults.clear();
    const refused = await caller.fathomSettings.update({ apiKey: WRONG_KEY });
    expect(refused.config.connectionStatus).toBe("error");
    expect(refused.config.lastError).toContain("Fathom weigert de API key");
    expect((await loadSettings(stack.deps)).keyRefused).toBe(true);
    await caller.fathomSettings.update({ apiKey: SANDBOX_API_KEY });
    // Another key has not been tested.
    const changed = await caller.fathomSettings.update({ apiKey: WRONG_KEY });
    expect(changed.config).toMatchObject({
      connectionStatus: "not_configured",
      lastTested: null,
      lastError: null,
    });
    // Nor has one that is saved after a test of another.
    await test(stack, WRONG_KEY);
    const third = await caller.fathomSettings.update({ apiKey: SANDBOX_API_KEY });
    expect(third.config).toMatchObject({ connectionStatus: "not_configured", lastError: null });
  });

  it("answers a refused key with a sentence to act on, and keeps the stored key and what is known of it", async () => {
    await using stack = await createStack();
    await (await stack.caller()).fathomSettings.update({ apiKey: SANDBOX_API_KEY });
    expect(await test(stack)).toMatchObject({ success: true });
    expect(await settingsOf(stack)).toMatchObject({ connectionStatus: "connected", lastError: null });
    const before = await settingsOf(stack);

    const refused = await test(stack, WRONG_KEY);
    expect(refused).toMatchObject({ success: false, code: "unauthorized", teamName: null, callsCount: null });
    expect(refused.message).toContain("Fathom refuses the API key");
    const settings = await settingsOf(stack);
    expect(settings).toMatchObject({ ...before, connectionStatus: "connected", lastError: null });
    expect(await loadSettings(stack.deps)).toMatchObject({
      apiKey: SANDBOX_API_KEY,
      // It was another key that was refused: the schedule goes on with the stored one, and health with what it knew.
      keyRefused: false,
      keyAccepted: true,
    });

    stack.sandbox.faults.always("revoked_key");
    expect(await test(stack)).toMatchObject({ success: false });
    expect(await loadSettings(stack.deps)).toMatchObject({ keyRefused: true });
    stack.sandbox.faults.clear();
    expect(await test(stack)).toMatchObject({ success: true });
    expect(await settingsOf(stack)).toMatchObject({ connectionStatus: "connected", lastError: null });
  });

  it.each([
    ["status_403", "forbidden"],
    ["status_500", "unavailable"],
    ["reset", "unavailable"],
    ["html", "bad_response"],
    ["status_429_bare", "rate_limited"],
  ] as const)("answers trouble at Fathom's side without an exception: %s → %s", async (fault, code) => {
    await using stack = await createStack();
    stack.sandbox.faults.always(fault);
    expect(await test(stack, SANDBOX_API_KEY)).toMatchObject({ success: false, code });
  });

  it("answers that Fathom is away when nothing listens there", async () => {
    await using stack = await createStack();
    await stack.sandbox.stop();
    const result = await test(stack, SANDBOX_API_KEY);
    expect(result).toMatchObject({ success: false, code: "unavailable" });
    expect(result.message).toContain("cannot be reached");
  });

  it("is kept in the audit log, also when it fails", async () => {
    await using stack = await createStack();
    await test(stack, SANDBOX_API_KEY);
    await test(stack, WRONG_KEY);
    const rows = await stack.deps.db.prisma.auditLog.findMany({
      where: { action: "settings.test" },
      orderBy: { createdAt: "asc" },
      select: { subject: true, details: true, newValue: true },
    });
    expect(rows).toMatchObject([
      { subject: "fathom_api_key", details: { success: true, code: null } },
      { subject: "fathom_api_key", details: { success: false, code: "unauthorized" } },
    ]);
    expect(rows[0]?.newValue).not.toBe(rows[1]?.newValue);
  });

  it("needs a key, and says when the stored one cannot be opened", async () => {
    await using stack = await createStack();
    await expect(test(stack)).rejects.toMatchObject({ message: "not_configured" });
    await (await stack.caller()).fathomSettings.update({ apiKey: SANDBOX_API_KEY });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    await expect(test(stack)).rejects.toMatchObject({ message: "settings_key" });
    expect(await test(stack, SANDBOX_API_KEY)).toMatchObject({ success: true });
  });

  it("may be done ten times in ten minutes by one user", async () => {
    await using stack = await createStack({ calls: 0 });
    const user = await (await stack.caller()).users.me();
    const context = { deps: stack.deps, user, locale: "nl" as const, ipAddress: null, requestId: "r" };
    const ask = () =>
      callOverHttp(context, "fathomSettings.test", { apiKey: SANDBOX_API_KEY }, { kind: "mutation" });
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 200));
    const asked = stack.sandbox.requests.length;

    const eleventh = await ask();
    expect(eleventh.status).toBe(429);
    expect(eleventh.error?.data).toMatchObject({ code: "TOO_MANY_REQUESTS", appCode: "too_many_attempts" });
    const seconds = eleventh.error?.data.retryAfterSeconds as number;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(600);
    expect(eleventh.error?.message).toBe(
      `Te veel pogingen. Probeer het over ${Math.ceil(seconds / 60)} minuten opnieuw.`,
    );
    expect(stack.sandbox.requests).toHaveLength(asked);
  });
});
