import { createWorld } from "@koppeling/fathom/sandbox/create-world";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, type SessionUser } from "./context";
import { appRouter } from "./root";
import { callOverHttp, type HttpAnswer } from "./testing/call-over-http";
import { createTestStack, type TestStack } from "./testing/create-test-stack";

/** Who may call what. A procedure that is not here fails the first test; nothing is open to nobody. */
const ACCESS: Record<string, "viewer" | "admin"> = {
  "overview.get": "viewer",
  "fathomSettings.get": "admin",
  "fathomSettings.update": "admin",
  "fathomSettings.test": "admin",
  "fathomSettings.reveal": "admin",
  "fathomSettings.teams": "admin",
  "sync.run": "admin",
  "sync.status": "viewer",
  "sync.history": "viewer",
  "sync.cancel": "admin",
  "sync.replay": "admin",
  "calls.list": "viewer",
  "calls.byId": "viewer",
  "calls.link": "admin",
  "calls.unlink": "admin",
  "salesReps.list": "viewer",
  "salesReps.byId": "viewer",
  "salesReps.create": "admin",
  "salesReps.update": "admin",
  "salesReps.archive": "admin",
  "salesReps.restore": "admin",
  "salesReps.importFromFathom": "admin",
  "skipped.list": "admin",
  "skipped.recordings": "admin",
  "skipped.resolve": "admin",
  "skipped.undo": "admin",
  "reconcile.run": "admin",
  "reconcile.latest": "viewer",
  "reconcile.notSeen": "admin",
  "visibility.list": "admin",
  "sync.estimate": "admin",
  "sync.decisions": "admin",
  "audit.list": "admin",
  "users.me": "viewer",
  "webhooks.list": "admin",
  "webhooks.retry": "admin",
  "realtime.status": "admin",
  "realtime.enable": "admin",
  "realtime.disable": "admin",
  "realtime.selfTest": "admin",
  "notifications.health": "viewer",
  "notifications.get": "admin",
  "notifications.update": "admin",
  "notifications.test": "admin",
  "salesReps.importCsv": "admin",
};

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

type Kind = "query" | "mutation";
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>;
const kindOf = (path: string): Kind => procedures[path]?._def.type ?? "query";

let stack: TestStack;
const users: Record<"nobody" | "viewer" | "admin", SessionUser | null> = {
  nobody: null,
  viewer: null,
  admin: null,
};
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), apiKeys: [KEY] },
    environment: { FATHOM_API_KEY: "" },
  });
  users.viewer = await (await stack.caller("viewer")).users.me();
  users.admin = await (await stack.caller("admin")).users.me();
  await (await stack.caller()).fathomSettings.update({ apiKey: KEY, webhookSecret: SECRET });
});
afterAll(() => stack[Symbol.asyncDispose]());

function call(path: string, user: SessionUser | null, kind = kindOf(path)): Promise<HttpAnswer> {
  const context: Context = { deps: stack.deps, user, locale: "nl", ipAddress: "192.0.2.1", requestId: "r" };
  return callOverHttp(context, path, undefined, { kind });
}

describe("every procedure", () => {
  it("is on the list of who may call it", () => {
    expect(Object.keys(procedures).toSorted()).toEqual(Object.keys(ACCESS).toSorted());
  });

  it.each(Object.keys(ACCESS))("is closed to nobody: %s", async (path) => {
    const { status, error } = await call(path, users.nobody);
    expect(status).toBe(401);
    expect(error).toMatchObject({
      message: "Je bent niet ingelogd, of je sessie is verlopen. Log opnieuw in.",
      data: { code: "UNAUTHORIZED", appCode: "not_signed_in" },
    });
  });

  it.each(Object.entries(ACCESS))("answers a viewer as the list says: %s, %s", async (path, access) => {
    const { status, error } = await call(path, users.viewer);
    if (access === "admin") {
      expect(status).toBe(403);
      expect(error?.data).toMatchObject({ code: "FORBIDDEN", appCode: "not_allowed" });
    } else {
      expect([200, 400]).toContain(status);
    }
  });

  it.each(Object.keys(ACCESS))("is open to an admin, and shows no secret: %s", async (path) => {
    const { status, text } = await call(path, users.admin);
    // 400: called without the input that it needs; 412: a test of what is not set up, or was switched off before it.
    const isTest = path === "realtime.selfTest" || path === "notifications.test";
    expect(isTest ? [412] : [200, 400]).toContain(status);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(SECRET);
  });

  it.each(Object.keys(ACCESS).filter((path) => kindOf(path) === "mutation"))(
    "that changes something is no page to visit: %s",
    async (path) => {
      expect((await call(path, users.admin, "query")).status).toBe(405);
    },
  );
});
