import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RequestContext, SYSTEM } from "./context";
import { createUser } from "./features/users/create-user";
import { disableUser } from "./features/users/disable-user";
import { endSession } from "./features/users/end-session";
import { loadSessionUser, type Session } from "./features/users/load-session-user";
import { appRouter } from "./root";
import { callOverHttp, type HttpAnswer } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { startTestSession } from "@koppeling/testing/start-test-session";

/** Who may call what. A procedure that is not here fails the first test; nothing is open to nobody. */
const ACCESS: Record<string, "anyone" | "viewer" | "admin"> = {
  "overview.get": "viewer",
  "overview.activity": "viewer",
  "fathomSettings.get": "admin",
  "fathomSettings.update": "admin",
  "fathomSettings.test": "admin",
  "fathomSettings.reveal": "admin",
  "fathomSettings.teams": "admin",
  "sync.run": "admin",
  "sync.status": "viewer",
  "sync.history": "viewer",
  "sync.cancel": "admin",
  "sync.tryNow": "admin",
  "sync.replay": "admin",
  "calls.list": "viewer",
  "calls.byId": "viewer",
  "calls.teams": "viewer",
  "calls.link": "admin",
  "calls.unlink": "admin",
  "calls.questions": "admin",
  "calls.answer": "admin",
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
  "audit.actions": "admin",
  "users.me": "viewer",
  "users.list": "admin",
  "users.invite": "admin",
  "users.renewInvite": "admin",
  "users.update": "admin",
  "users.disable": "admin",
  "users.enable": "admin",
  "users.signOutEverywhere": "viewer",
  "users.changePassword": "viewer",
  "users.confirmation": "viewer",
  "users.confirmIdentity": "viewer",
  "users.awaitProvider": "viewer",
  "users.secondFactor.status": "viewer",
  "users.secondFactor.begin": "viewer",
  "users.secondFactor.enrol": "viewer",
  "users.secondFactor.renewRecoveryCodes": "viewer",
  "users.secondFactor.remove": "viewer",
  "users.secondFactor.reset": "admin",
  "users.secondFactor.policy": "admin",
  "users.secondFactor.setPolicy": "admin",
  "users.sessions": "viewer",
  "users.endSession": "viewer",
  "users.endOtherSessions": "viewer",
  "users.notices": "viewer",
  "users.dismissNotice": "viewer",
  // What lets one in here is the token of a one-time link.
  "users.invitation": "anyone",
  "users.acceptInvite": "anyone",
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

/**
 * Which mutations ask for the password anew, and why the others need not. Asking is for what lets one in, gives more
 * rights, locks somebody out, says where news goes, or shows or replaces a secret. One that asks for some inputs alone has
 * such an input here.
 */
const CONFIRMATION: Record<string, "asks" | { asksWith: unknown } | { not: string }> = {
  "fathomSettings.update": "asks",
  "fathomSettings.reveal": { not: "its own input asks for the password" },
  "fathomSettings.test": {
    not: "changes nothing of the connection but by the key in use, and a key goes to the Fathom of the environment alone",
  },
  "sync.estimate": { not: "changes nothing here; asks Fathom for a few pages" },
  "fathomSettings.teams": { not: "changes nothing here; asks Fathom for its teams" },
  "sync.run": { not: "fetches what would be fetched anyway" },
  "sync.tryNow": { not: "asks Fathom a little earlier" },
  "sync.cancel": { not: "the next sync takes over" },
  "sync.replay": { not: "fetches what was fetched before" },
  "reconcile.run": { not: "fetches what would be fetched anyway" },
  "calls.link": { not: "daily work, can be undone" },
  "calls.answer": { not: "daily work, as linking one call is" },
  "calls.unlink": { not: "daily work, can be undone" },
  "salesReps.create": { not: "daily work; a rep is nobody who signs in" },
  "salesReps.update": { not: "daily work; a rep is nobody who signs in" },
  "salesReps.archive": { not: "daily work, can be undone" },
  "salesReps.restore": { not: "daily work, can be undone" },
  "salesReps.importFromFathom": { not: "daily work; a rep is nobody who signs in" },
  "salesReps.importCsv": { not: "daily work; a rep is nobody who signs in" },
  "skipped.resolve": { not: "daily work, can be undone" },
  "skipped.undo": { not: "daily work, can be done again" },
  "users.invite": "asks",
  "users.renewInvite": "asks",
  "users.update": "asks",
  "users.disable": "asks",
  "users.enable": "asks",
  "users.signOutEverywhere": { asksWith: {} },
  "users.changePassword": { not: "its own input asks for the password" },
  "users.acceptInvite": { not: "nobody is signed in; the token of a one-time link lets one in" },
  "users.confirmIdentity": { not: "is the answer" },
  "users.awaitProvider": { not: "begins the answer; without a sign-in at the provider nothing comes of it" },
  "users.secondFactor.begin": "asks",
  "users.secondFactor.enrol": "asks",
  "users.secondFactor.renewRecoveryCodes": "asks",
  "users.secondFactor.remove": "asks",
  "users.secondFactor.reset": "asks",
  "users.secondFactor.setPolicy": "asks",
  "users.endSession": { asksWith: { id: crypto.randomUUID() } },
  "users.endOtherSessions": "asks",
  "users.dismissNotice": { not: "what it says is in the audit log for good" },
  "webhooks.retry": { not: "processes what Fathom signed" },
  "realtime.enable": "asks",
  "realtime.disable": "asks",
  "realtime.selfTest": { not: "changes nothing" },
  "notifications.update": "asks",
  "notifications.test": { not: "sends to where notices go already" },
};

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

type Kind = "query" | "mutation";
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>;
const kindOf = (path: string): Kind => procedures[path]?._def.type ?? "query";

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), apiKeys: [KEY] },
    environment: { FATHOM_API_KEY: "" },
  });
  await (await stack.caller()).fathomSettings.update({ apiKey: KEY, webhookSecret: SECRET });
  for (const kind of SESSIONS) sessions[kind] = await createSession(kind);
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Whose cookie a request carries. The last three were an admin's when they signed in. */
const SESSIONS = [
  "viewer",
  "admin",
  "unconfirmed admin",
  "disabled admin",
  "demoted admin",
  "signed-out admin",
] as const;
type Visitor = (typeof SESSIONS)[number] | "nobody";
const sessions: Partial<Record<Visitor, Session>> = {};

async function createSession(kind: (typeof SESSIONS)[number]): Promise<Session> {
  const { deps } = stack;
  const role = kind === "viewer" ? "viewer" : "admin";
  const email = `${kind.replace(" ", ".")}@matrix.example`;
  const { id } = await createUser(deps, { email, password: "correct horse battery", role });
  const session = await startTestSession(deps, id);
  if (kind !== "unconfirmed admin")
    await deps.db.pool.query("UPDATE sessions SET confirmed_at = now() WHERE id = $1", [session.sessionId]);
  if (kind === "disabled admin") await disableUser(deps, { id });
  // By SQL: also where nobody raises the session's version.
  if (kind === "demoted admin")
    await deps.db.pool.query("UPDATE users SET role = 'viewer' WHERE id = $1", [id]);
  if (kind === "signed-out admin") await endSession(deps, session.sessionId, SYSTEM);
  return session;
}

/** As the web app does: who a session belongs to is looked up for each request. proxy.ts has no part in it. */
async function call(
  path: string,
  visitor: Visitor,
  { kind = kindOf(path), input }: { kind?: Kind; input?: unknown } = {},
): Promise<HttpAnswer> {
  const session = sessions[visitor];
  const user = session ? await loadSessionUser(stack.deps, session) : null;
  const context: RequestContext = {
    deps: stack.deps,
    user,
    locale: "nl",
    ipAddress: "192.0.2.1",
    requestId: "r",
  };
  return callOverHttp(context, path, input, { kind });
}

/** What each may do is what the database says of them now. */
const RIGHTS: Record<Visitor, "none" | "viewer" | "admin"> = {
  nobody: "none",
  viewer: "viewer",
  admin: "admin",
  "unconfirmed admin": "admin",
  "disabled admin": "none",
  "demoted admin": "viewer",
  "signed-out admin": "none",
};

/** What a procedure answers to somebody it is open to: 400 and 404 for want of input, 412 and 503 for want of a set-up. */
const OPEN = [200, 400, 404, 412, 503];

describe("every procedure", () => {
  it("is on the list of who may call it", () => {
    expect(Object.keys(procedures).toSorted()).toEqual(Object.keys(ACCESS).toSorted());
  });

  it("is open to anyone only where a one-time link lets in", () => {
    const open = Object.keys(ACCESS).filter((path) => ACCESS[path] === "anyone");
    expect(open).toEqual(["users.invitation", "users.acceptInvite"]);
  });

  it("that changes something is on the list of what asks for the password anew", () => {
    const mutations = Object.keys(procedures).filter((path) => kindOf(path) === "mutation");
    expect(mutations.toSorted()).toEqual(Object.keys(CONFIRMATION).toSorted());
  });

  const visitors = Object.keys(RIGHTS) as Visitor[];
  const matrix = Object.entries(ACCESS).flatMap(([path, access]) =>
    visitors.map((visitor) => [path, access, visitor] as const),
  );

  it.each(matrix)("%s (%s) answers as the list says: %s", async (path, access, visitor) => {
    const confirmation = CONFIRMATION[path];
    const hasInput = typeof confirmation === "object" && "asksWith" in confirmation;
    const isUnconfirmed = visitor === "unconfirmed admin" && (confirmation === "asks" || hasInput);
    const input = isUnconfirmed && hasInput ? confirmation.asksWith : undefined;
    const { status, text, error } = await call(path, visitor, { input });
    const rights = RIGHTS[visitor];
    const isOpen = access === "anyone" || rights === "admin" || rights === access;
    if (isUnconfirmed) {
      expect(status).toBe(403);
      expect(error).toMatchObject({
        message: "Bevestig eerst wie je bent. Er is nog niets gewijzigd.",
        data: { code: "FORBIDDEN", appCode: "confirmation_required" },
      });
    } else if (isOpen) {
      expect(OPEN).toContain(status);
    } else if (rights === "none") {
      expect(status).toBe(401);
      expect(error).toMatchObject({
        message: "Je bent niet ingelogd, of je sessie is verlopen. Log opnieuw in.",
        data: { code: "UNAUTHORIZED", appCode: "not_signed_in" },
      });
    } else {
      expect(status).toBe(403);
      expect(error?.data).toMatchObject({ code: "FORBIDDEN", appCode: "not_allowed" });
    }
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(SECRET);
  });

  it.each(Object.keys(ACCESS).filter((path) => kindOf(path) === "mutation"))(
    "that changes something is no page to visit: %s",
    async (path) => {
      expect((await call(path, "admin", { kind: "query" })).status).toBe(405);
    },
  );
});
