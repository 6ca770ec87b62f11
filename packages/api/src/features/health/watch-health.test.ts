import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { watchHealth } from "./watch-health.job";

const HOUR = 3_600_000;

/** Somebody who takes notices, as Slack does. */
async function startReceiver() {
  const texts: string[] = [];
  const receiver = { texts, status: 200, url: "" };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (receiver.status === 200) texts.push((JSON.parse(body) as { text: string }).text);
      response.writeHead(receiver.status).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/geheim`;
  return Object.assign(receiver, {
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

async function watchedStack(otherKeys: string[] = []) {
  const clock = { offset: 0 };
  const now = () => new Date(Date.now() + clock.offset);
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now, apiKeys: [SANDBOX_API_KEY, ...otherKeys] },
    environment: { SYNC_CRON: "*/30 * * * *" },
    clock: { now, sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) },
  });
  const receiver = await startReceiver();
  const caller = await stack.caller();
  await caller.fathomSettings.update({ apiKey: SANDBOX_API_KEY });
  return {
    stack,
    receiver,
    caller,
    clock,
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

describe("watching over an installation", () => {
  it("tells once that syncs stay away and once that they are back, however many processes look", async () => {
    await using world = await watchedStack();
    const { stack, receiver, caller, clock } = world;
    await caller.notifications.update({ address: receiver.url });
    await stack.sync({ hours: 24 });
    expect(await watchHealth(stack.deps)).toMatchObject({ begun: 0, delivered: 0 });
    expect((await caller.notifications.health()).problems).toEqual([]);

    clock.offset = 3 * HOUR;
    expect((await caller.notifications.health()).problems).toEqual(["sync_late"]);
    await Promise.all(Array.from({ length: 5 }, () => watchHealth(stack.deps)));
    await watchHealth(stack.deps);
    expect(receiver.texts).toHaveLength(1);
    expect(receiver.texts[0]).toContain("is er geen sync meer gelukt");

    await stack.deps.db.pool.query("UPDATE sync_runs SET finished_at = $1", [
      new Date(Date.now() + clock.offset),
    ]);
    await Promise.all(Array.from({ length: 5 }, () => watchHealth(stack.deps)));
    expect(receiver.texts).toHaveLength(2);
    expect(receiver.texts[1]).toContain("er is weer een sync gelukt");
    const { incidents } = await caller.notifications.get();
    expect(incidents).toMatchObject([{ kind: "sync_late" }]);
    expect(incidents[0]?.toldAt).toBeInstanceOf(Date);
    expect(incidents[0]?.endedAt).toBeInstanceOf(Date);
  });

  it("tells that the key is refused, and that another one works", async () => {
    await using world = await watchedStack();
    const { stack, receiver, caller } = world;
    const english = await stack.caller("admin", "en");
    await english.notifications.update({ address: receiver.url });
    stack.sandbox.faults.always("revoked_key");
    await caller.fathomSettings.test();
    await watchHealth(stack.deps);
    await watchHealth(stack.deps);
    stack.sandbox.faults.clear();
    await caller.fathomSettings.test();
    await watchHealth(stack.deps);
    expect(receiver.texts).toMatchObject([
      expect.stringContaining("Fathom refuses the API key"),
      expect.stringContaining("accepts the API key again"),
    ]);
  });

  it("does not take the key for accepted when another one is, which was only tried", async () => {
    await using world = await watchedStack(["another-key-of-twenty-characters"]);
    const { stack, caller } = world;
    stack.sandbox.faults.always("status_401");
    expect(await stack.sync({ hours: 24 })).toMatchObject({ failureCode: "unauthorized" });
    expect(await watchHealth(stack.deps)).toMatchObject({ begun: 1 });
    stack.sandbox.faults.clear();
    const apiKey = "another-key-of-twenty-characters";
    expect(await caller.fathomSettings.test({ apiKey })).toMatchObject({ success: true });
    expect(await watchHealth(stack.deps)).toMatchObject({ begun: 0, ended: 0 });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "succeeded" });
    expect(await watchHealth(stack.deps)).toMatchObject({ begun: 0, ended: 1 });
  });

  it("tells again later what did not arrive, and nothing of what was over before anybody heard", async () => {
    await using world = await watchedStack();
    const { stack, receiver, caller, clock } = world;
    await caller.notifications.update({ address: receiver.url });
    receiver.status = 500;
    stack.sandbox.faults.always("revoked_key");
    await caller.fathomSettings.test();
    expect(await watchHealth(stack.deps)).toMatchObject({ begun: 1, delivered: 0, failed: 1 });
    expect(await watchHealth(stack.deps)).toMatchObject({ failed: 0 });
    clock.offset = HOUR / 3;
    expect(await watchHealth(stack.deps)).toMatchObject({ failed: 1 });
    receiver.status = 200;
    stack.sandbox.faults.clear();
    await caller.fathomSettings.test();
    expect(await watchHealth(stack.deps)).toMatchObject({ ended: 1 });
    clock.offset = HOUR / 2;
    await watchHealth(stack.deps);
    expect(receiver.texts).toEqual([]);
  });

  it("keeps the address sealed and masked, tests it, and takes none that it may not knock at", async () => {
    await using world = await watchedStack();
    const { stack, receiver, caller } = world;
    await expect(caller.notifications.test()).rejects.toThrow("no_notification_address");
    const saved = await caller.notifications.update({ address: receiver.url });
    expect(saved.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/•+$/);
    const row = await stack.deps.db.prisma.systemSetting.findUnique({
      where: { settingKey: "notification_webhook_url" },
    });
    expect(row?.settingValue).toMatch(/^v1\./);
    expect(await caller.notifications.test()).toMatchObject({ success: true });
    expect(receiver.texts[0]).toContain("dit is een testmelding");
    receiver.status = 404;
    const failed = await caller.notifications.test();
    expect(failed.success).toBe(false);
    expect(failed.message).toContain("HTTP 404");
    for (const address of ["http://example.com/x", "https://example.com:8443/x", "nergens"]) {
      await expect(caller.notifications.update({ address })).rejects.toThrow("notification_address");
    }
    expect((await caller.notifications.update({ address: null })).address).toBeNull();
    const viewer = await stack.caller("viewer");
    await expect(viewer.notifications.get()).rejects.toThrow("not_allowed");
  });
});
