import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { createWorld } from "@koppeling/sandbox/create-world";
import { describe, expect, it, vi } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { serveWebhooks } from "@koppeling/testing/deliver-webhook";
import { loadSettings } from "../settings/load-settings";
import { checkPublicAddress } from "../../check-public-address";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };

/** The installation is reached at an address of its own, over HTTP, as Fathom would. */
async function stackOnline(): Promise<AsyncDisposable & { stack: TestStack; url: string }> {
  const stack = await createTestStack({ sandbox: { world: createWorld({ recordings: [] }) } });
  const server = await serveWebhooks(stack.deps);
  stack.deps.config.nextauthUrl = server.url;
  return {
    stack,
    url: `${server.url}/api/webhooks/fathom`,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

const auditActions = async (stack: TestStack) =>
  (await stack.deps.db.prisma.auditLog.findMany({ orderBy: { createdAt: "asc" } })).map((row) => row.action);

describe("realtime", () => {
  it("registers, brings a call without a sync, and is gone at Fathom after switching off", async () => {
    await using online = await stackOnline();
    const { stack, url } = online;
    await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller();
    expect(await caller.realtime.status()).toMatchObject({
      on: false,
      managed: false,
      url,
      lastEventAt: null,
    });

    expect(await caller.realtime.enable()).toMatchObject({
      on: true,
      managed: true,
      url,
      addressProblem: null,
    });
    expect(stack.sandbox.webhooks).toMatchObject([
      { url, includes: { transcript: true, summary: true, actionItems: true } },
    ]);
    expect(stack.sandbox.webhooks[0]?.triggeredFor).toHaveLength(4);
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await vi.waitFor(
      async () => {
        const stored = await stack.deps.db.prisma.call.findUnique({
          where: { recordingId: call.recordingId },
        });
        expect(stored).toMatchObject({ title: call.title, hasTranscript: true });
      },
      { timeout: 15_000 },
    );
    const status = await caller.realtime.status();
    expect(status.lastEventAt).not.toBeNull();
    expect(status).toMatchObject({ waiting: 0, parked: 0 });

    expect(await caller.realtime.disable()).toMatchObject({ on: false, managed: false });
    expect(stack.sandbox.webhooks).toEqual([]);
    expect(await auditActions(stack)).toEqual(
      expect.arrayContaining(["realtime.enable", "realtime.disable"]),
    );
  });

  it("keeps id and secret sealed, and takes the webhook away again when they cannot be stored", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    const caller = await stack.caller();
    await stack.deps.db.pool.query("ALTER TABLE audit_logs RENAME TO away");
    await expect(caller.realtime.enable()).rejects.toThrow();
    expect(stack.sandbox.webhooks).toEqual([]);
    expect((await loadSettings(stack.deps)).webhookSecrets).toEqual([]);
    await stack.deps.db.pool.query("ALTER TABLE away RENAME TO audit_logs");

    await caller.realtime.enable();
    const [webhook] = stack.sandbox.webhooks;
    const text = JSON.stringify([
      await stack.deps.db.prisma.systemSetting.findMany(),
      await stack.deps.db.prisma.auditLog.findMany(),
      await caller.realtime.status(),
      await caller.fathomSettings.get(),
    ]);
    expect(text).not.toContain(webhook?.secret.slice(6));
    expect(text).not.toContain(webhook?.id);
    expect(await loadSettings(stack.deps)).toMatchObject({
      webhookSecret: webhook?.secret,
      webhook: { id: webhook?.id },
    });
  });

  it("registers once when it is pressed several times at once, and again at a new address", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    const caller = await stack.caller();
    await Promise.all([caller.realtime.enable(), caller.realtime.enable(), caller.realtime.enable()]);
    await caller.realtime.enable();
    expect(stack.sandbox.webhooks).toHaveLength(1);
    const { webhook } = await loadSettings(stack.deps);
    expect(stack.sandbox.webhooks[0]?.id).toBe(webhook?.id);

    stack.deps.config.nextauthUrl = "http://127.0.0.1:1";
    await caller.realtime.enable();
    expect(stack.sandbox.webhooks).toMatchObject([{ url: "http://127.0.0.1:1/api/webhooks/fathom" }]);
  });

  it("registers anew when its secret was cleared under the settings", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    const caller = await stack.caller();
    await caller.realtime.enable();
    const before = stack.sandbox.webhooks[0]?.id;
    await caller.fathomSettings.update({ webhookSecret: null });
    expect(await caller.realtime.enable()).toMatchObject({ on: true, managed: true });
    expect(stack.sandbox.webhooks).toHaveLength(1);
    expect(stack.sandbox.webhooks[0]?.id).not.toBe(before);
    expect((await loadSettings(stack.deps)).webhookSecret).toBe(stack.sandbox.webhooks[0]?.secret);
  });

  it("stays on when Fathom cannot be reached to delete it, and goes off when it is gone there already", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    const caller = await stack.caller();
    await caller.realtime.enable();
    stack.sandbox.faults.next("status_500");
    await expect(caller.realtime.disable()).rejects.toThrow("fathom_unavailable");
    expect(await caller.realtime.status()).toMatchObject({ on: true, managed: true });

    const { apiKey, webhook } = await loadSettings(stack.deps);
    await stack.deps.fathom(apiKey ?? "").deleteWebhook(webhook?.id ?? "");
    expect(await caller.realtime.disable()).toMatchObject({ on: false });
  });

  it("says what to set when Fathom cannot reach the address, and is for admins", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller("admin", "en");
    const sandboxUrl = stack.deps.config.fathomApiBaseUrl;
    stack.deps.config.fathomApiBaseUrl = "https://api.fathom.ai/external/v1";
    stack.deps.config.nextauthUrl = "http://crm.company.example";
    await expect(caller.realtime.enable()).rejects.toMatchObject({ cause: { code: "public_address" } });
    expect((await caller.realtime.status()).addressProblem).toContain("NEXTAUTH_URL");
    stack.deps.config.fathomApiBaseUrl = sandboxUrl;
    const viewer = await stack.caller("viewer");
    await expect(viewer.realtime.enable()).rejects.toThrow("not_allowed");
    await expect(viewer.realtime.status()).rejects.toThrow("not_allowed");
    await expect(viewer.realtime.selfTest()).rejects.toThrow("not_allowed");
  });

  it("refuses a key that Fathom refuses, and says so", async () => {
    await using online = await stackOnline();
    online.stack.sandbox.faults.always("revoked_key");
    const caller = await online.stack.caller();
    await expect(caller.realtime.enable()).rejects.toThrow("fathom_unauthorized");
    expect(await caller.realtime.status()).toMatchObject({ on: false });
  });
});

describe("the public address", () => {
  const fathom = "https://api.fathom.ai/external/v1";
  it.each([
    ["https://crm.company.example", fathom, true],
    ["https://crm.company.example/some/path?x=1", fathom, true],
    ["http://crm.company.example", fathom, false],
    ["https://localhost", fathom, false],
    ["https://localhost:3000", fathom, false],
    ["https://crm", fathom, false],
    ["https://crm.local", fathom, false],
    ["https://127.0.0.1", fathom, false],
    ["https://10.1.2.3", fathom, false],
    ["https://172.31.0.1", fathom, false],
    ["https://192.168.1.5", fathom, false],
    ["https://169.254.169.254", fathom, false],
    ["https://[::1]", fathom, false],
    ["https://[fd00::1]", fathom, false],
    ["https://203.0.113.5", fathom, true],
    ["http://localhost:3000", "http://127.0.0.1:4010/external/v1", true],
    ["http://localhost:3000", "http://localhost:4010/external/v1", true],
  ])("%s for %s: %s", (publicUrl, fathomUrl, reachable) => {
    const checked = checkPublicAddress(publicUrl, fathomUrl);
    expect(checked.reachable).toBe(reachable);
    expect(new URL(checked.url).pathname).toBe("/api/webhooks/fathom");
    expect(new URL(checked.url).search).toBe("");
  });
});

describe("the self-test", () => {
  it("shows that a delivery arrives, is stored and is matched, and leaves no call behind", async () => {
    await using online = await stackOnline();
    const { stack, url } = online;
    await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller("admin", "en");
    await expect(caller.realtime.selfTest()).rejects.toThrow("no_webhook_secret");
    await caller.realtime.enable();
    await caller.fathomSettings.update({ teamFilter: ["Sales"] });
    const result = await caller.realtime.selfTest();
    expect(result).toMatchObject({
      success: true,
      url,
      arrived: { ok: true },
      stored: { ok: true },
      matched: { ok: true },
    });
    expect(result.arrived.detail).toContain("200");
    expect(await stack.deps.db.prisma.call.count()).toBe(0);
    expect(await stack.deps.db.prisma.recording.count()).toBe(0);
    expect(await caller.realtime.status()).toMatchObject({ lastEventAt: null, waiting: 0, parked: 0 });
    expect((await caller.webhooks.list({})).items).toMatchObject([
      { selfTest: true, status: "processed", outcome: "self_test_matched" },
    ]);
    expect(await auditActions(stack)).toContain("realtime.self_test");
  });

  it("is of a rep whom the domains let through, and not of whoever was first", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    await stack.addRep("Freelancer", "freelancer@elders.example");
    await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller();
    await caller.fathomSettings.update({ matchDomains: ["zonnewende.example"] });
    await caller.realtime.enable();
    expect(await caller.realtime.selfTest()).toMatchObject({ success: true });
  });

  it("says that there is no rep to match it with", async () => {
    await using online = await stackOnline();
    const caller = await online.stack.caller("admin", "en");
    await caller.realtime.enable();
    const result = await caller.realtime.selfTest();
    expect(result).toMatchObject({ success: false, stored: { ok: true }, matched: { ok: false } });
    expect(result.matched.detail).toContain("no active rep");
  });

  it("says that nobody answers, that the address redirects, or that somebody else answers", async () => {
    await using online = await stackOnline();
    const { stack } = online;
    const caller = await stack.caller("admin", "en");
    await caller.realtime.enable();
    const answers: [status: number, expected: string][] = [
      [308, "redirects"],
      [404, "refused"],
      [200, "another installation"],
    ];
    for (const [status, expected] of answers) {
      const server = createServer((_request, response) =>
        response.writeHead(status, { location: "/" }).end(),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      stack.deps.config.nextauthUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await caller.realtime.enable();
      const result = await caller.realtime.selfTest();
      expect(result.success).toBe(false);
      expect(JSON.stringify(result)).toContain(expected);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    const silent = await caller.realtime.selfTest();
    expect(silent.arrived).toMatchObject({ ok: false });
    expect(silent.arrived.detail).toContain("ECONNREFUSED");
    expect(JSON.stringify(silent)).not.toContain("whsec_");
  });
});
