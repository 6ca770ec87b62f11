import pg from "pg";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { expect, it } from "vitest";
import { AppError } from "./errors";
import { verifyCredentials } from "./features/users/verify-credentials";

const codeOf = (error: unknown) =>
  error instanceof Error && error.cause instanceof AppError ? error.cause.code : error;

it("a hundred searches of one user keep neither webhooks, sign-ins nor other users waiting", async () => {
  await using stack = await createTestStack({ environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET } });
  const { deps } = stack;
  const viewer = await stack.caller("viewer");
  const admin = await stack.caller("admin");
  // Searches that do not come to an end, however fast this machine is.
  const blocker = new pg.Client({ connectionString: stack.databaseUrl });
  await blocker.connect();
  await blocker.query("BEGIN; LOCK TABLE calls IN ACCESS EXCLUSIVE MODE");
  try {
    const searches = Promise.allSettled(
      Array.from({ length: 100 }, () => viewer.calls.list({ q: "offerte" })),
    );
    const credentials = { email: "viewer@example.com", password: "correct horse battery" };
    const place = { ipAddress: "192.0.2.1", deviceToken: null };
    expect(await verifyCredentials(deps, { ...credentials, ...place })).not.toBeNull();
    expect(await deliverWebhook(deps, { body: "{}" })).toBe(200);
    expect((await admin.users.list()).items.length).toBeGreaterThan(0);

    const outcomes = (await searches).map((result) =>
      result.status === "rejected" ? codeOf(result.reason) : "answered",
    );
    expect(new Set(outcomes)).toEqual(new Set(["too_slow", "too_busy"]));
    expect(outcomes.filter((outcome) => outcome === "too_busy").length).toBeGreaterThanOrEqual(36);
  } finally {
    await blocker.query("ROLLBACK");
    await blocker.end();
  }
  expect(await viewer.calls.list({ q: "offerte" })).toMatchObject({ items: [] });
});
