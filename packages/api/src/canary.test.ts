import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { driveFailure, type DrivenRun, driveRun, startRegistry } from "@koppeling/testing/inngest-server";
import { drive, FUNCTION, serveFunctions, SIGNING_KEY } from "@koppeling/testing/serve-functions";
import { serveOverHttp } from "@koppeling/testing/serve-over-http";
import { expect, it } from "vitest";
import { type RequestContext } from "./context";
import { createLogger } from "./create-logger";
import { createInngestExecutor } from "./executors/inngest";
import { endSession } from "./features/users/end-session";
import { verifyCredentials } from "./features/users/verify-credentials";
import { jobs } from "./jobs";
import { appRouter } from "./root";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";

const KEY = "canary-key-4jmc-aeVc-xvKAs";
const PASSWORD = "canary-password-in-a-rainy-tree";

/** As it is, and as bytes are written: in hexadecimal, and in base64 at each of its three offsets. */
function spellingsOf(secret: string): string[] {
  const encoded = [0, 1, 2].map((offset) =>
    Buffer.from("\0".repeat(offset) + secret)
      .toString("base64")
      .slice(4, -4),
  );
  return [secret, Buffer.from(secret).toString("hex"), ...encoded];
}

it("finds what is secret in no table, log, job event, answer or error, whatever was done with it", async () => {
  await using stack = await createTestStack({
    sandbox: { apiKeys: [KEY, SANDBOX_API_KEY] },
    environment: { FATHOM_API_KEY: "" },
  });
  const { deps } = stack;
  const said: string[] = [];
  // The executor that runs the jobs holds the same object.
  deps.log = createLogger("trace", { write: (line: string) => void said.push(line) });
  const { send } = deps.jobs;
  deps.jobs.send = async (event) => {
    said.push(JSON.stringify(event));
    await send(event);
  };
  await stack.addRep("Anna de Vries", "anna.devries@zonnewende.example", {
    aliases: ["anna@zonnewende.example"],
  });

  const admin = await stack.caller("admin");
  const { users, fathomSettings } = admin;
  const keep = async (work: Promise<unknown>) => {
    said.push(JSON.stringify(await work.catch((error: unknown) => describe(error)), withBigInts));
  };
  await keep(fathomSettings.update({ apiKey: KEY, webhookSecret: WEBHOOK_SECRET }));
  await keep(fathomSettings.test());
  await keep(stack.sync({ hours: 720 }));
  await keep(deliverWebhook(deps, { body: JSON.stringify({ recording_id: 77 }) }));
  await keep(
    deliverWebhook(deps, { body: "not json", secret: `whsec_${Buffer.alloc(24).toString("base64")}` }),
  );
  for (const fault of ["revoked_key", "status_500", "html", "reset", "status_403"] as const) {
    stack.sandbox.faults.always(fault);
    await keep(fathomSettings.test());
    await keep(fathomSettings.teams());
    await keep(stack.sync({ hours: 24 }));
    stack.sandbox.faults.clear();
  }
  await keep(fathomSettings.update({ apiKey: `${KEY} and a mistake` }));
  await keep(fathomSettings.reveal({ field: "apiKey", password: PASSWORD }));
  // The one act that shows a secret: its answer is looked at apart.
  expect(await fathomSettings.reveal({ field: "apiKey", password: "correct horse battery" })).toEqual({
    value: KEY,
  });

  const { inviteUrl } = await users.invite({ email: "vera@example.com", role: "viewer" });
  const token = new URL(inviteUrl).searchParams.get("token") ?? "";
  const visitor = await stack.caller(null);
  await keep(visitor.users.acceptInvite({ token, password: "short" }));
  await keep(visitor.users.acceptInvite({ token, password: PASSWORD }));
  await keep(visitor.users.acceptInvite({ token, password: PASSWORD }));
  await keep(
    verifyCredentials(deps, {
      email: "vera@example.com",
      password: PASSWORD,
      deviceToken: null,
      ipAddress: null,
    }),
  );
  await keep(
    verifyCredentials(deps, {
      email: PASSWORD,
      password: "typed in the wrong field",
      deviceToken: null,
      ipAddress: null,
    }),
  );
  await keep(endSession(deps, crypto.randomUUID(), { userId: null, ipAddress: null }));
  await keep(users.confirmIdentity({ password: PASSWORD }));

  const user = await stack.signIn("admin");
  const context: RequestContext = { deps, user, locale: "nl", ipAddress: "192.0.2.1", requestId: "r" };
  for (const [path, { _def }] of Object.entries(procedures)) {
    if (path === "fathomSettings.reveal") continue;
    said.push((await callOverHttp(context, path, {}, { kind: _def.type })).text);
    said.push((await callOverHttp(context, path, { apiKey: KEY, password: 1 }, { kind: _def.type })).text);
  }
  const inngest = createInngestExecutor(jobs, () => deps, { ...deps.config.inngest, isDev: true });
  said.push(JSON.stringify(inngest.functions.map((fn) => fn.opts)));

  const dump = JSON.stringify(await dumpDatabase(deps.db));
  const log = said.join("\n");
  expect(dump).toContain("v1.test1.");
  expect(log.length).toBeGreaterThan(10_000);
  const secrets = {
    KEY,
    WEBHOOK_SECRET: WEBHOOK_SECRET.slice(6),
    TOKEN: token,
    // Also typed into the field for the e-mail address.
    PASSWORD,
    SEALING: Buffer.alloc(32, 7).toString("base64"),
    AUDIT: deps.config.auditHmacKey,
    SESSIONS: deps.config.nextauthSecret,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    for (const spelling of spellingsOf(secret)) {
      expect(dump.includes(spelling), `${name} in the database`).toBe(false);
      expect(log.includes(spelling), `${name} in what was said`).toBe(false);
    }
  }
});

it("gives an Inngest server codes and ids of what fails: nothing that Fathom said, and no file of ours", async () => {
  const SAID = "Kees van Klant <kees@klant.example> said that the budget is forty thousand";
  let status = 500;
  await using fathom = await serveOverHttp(() =>
    Promise.resolve(new Response(JSON.stringify({ error: SAID }), { status })),
  );
  await using registry = await startRegistry(SIGNING_KEY);
  await using served = await serveFunctions(0, { baseUrl: registry.url });
  const { deps } = served.stack;
  deps.config.fathomApiBaseUrl = fathom.url;
  const stored: unknown[] = [];
  const errors: string[] = [];
  const keep = async (run: DrivenRun, functionId: string) => {
    stored.push(run.stored);
    errors.push(run.error?.message ?? "none");
    if (run.failed) stored.push((await driveFailure(served.url, { ...FUNCTION, functionId }, run)).stored);
  };
  for (status of [200, 400, 401, 403, 404, 500]) {
    const runId = await served.queueRun();
    await keep(await drive(served, runId), FUNCTION.functionId);
    expect(
      (await deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).failureDetail,
    ).toContain(status === 200 ? "FathomBadResponseError" : "Kees");
  }
  await deps.db.pool.query("ALTER TABLE call_search_queue RENAME TO elsewhere");
  for (const id of ["index-search", "heartbeat"]) {
    const functionId = `fathom-koppeling-${id}`;
    const event = { name: id === "heartbeat" ? "inngest/scheduled.timer" : `${id}/due`, data: {} };
    await keep(await driveRun(served.url, { ...FUNCTION, functionId, event }), functionId);
  }
  expect(errors).toEqual([
    ...[
      "bad_response",
      "bad_response",
      "unauthorized",
      "forbidden",
      "bad_response",
      "unavailable",
      "bug",
    ].map((code) => `koppeling: ${code}`),
    "koppeling: Not known to be due or not: index-search.",
  ]);
  const text = JSON.stringify(stored);
  expect(text).not.toMatch(/kees|klant|budget|elsewhere|call_search|node_modules|file:|\.[jt]s\b/i);
});

const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { type: "query" | "mutation" } }
>;

const withBigInts = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** All that an error could tell, causes included. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack, cause } = error;
  return { ...error, message, stack, cause: describe(cause) };
}
