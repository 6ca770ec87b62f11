import type { APIResponse } from "@playwright/test";
import { expect, type Page, test } from "./fixtures";

const json = (input: unknown) => JSON.stringify({ json: input });
const fromOwnPage = { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };

test.beforeEach(({ reset }) => reset());

test.describe("/api/trpc", () => {
  test.beforeEach(({ signInAs }) => signInAs("admin"));

  const refused: [string, Record<string, string>, number][] = [
    ["text instead of JSON", { ...fromOwnPage, "Content-Type": "text/plain" }, 415],
    ["a form", { ...fromOwnPage, "Content-Type": "application/x-www-form-urlencoded" }, 415],
    ["another site", { "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site" }, 403],
    ["a subdomain", { "Content-Type": "application/json", "Sec-Fetch-Site": "same-site" }, 403],
    ["no origin", { "Content-Type": "application/json" }, 403],
    ["the origin null", { "Content-Type": "application/json", Origin: "null" }, 403],
    ["a foreign origin", { "Content-Type": "application/json", Origin: "https://evil.example" }, 403],
  ];
  for (const [name, headers, status] of refused) {
    test(`refuses ${name}`, async ({ page }) => {
      const response = await page.request.post("/api/trpc/sync.run", { headers, data: json({ hours: 24 }) });
      expect(response.status()).toBe(status);
      expect(response.headers()["cache-control"]).toBe("no-store");
    });
  }

  test("accepts a change from a page of ours, also from a browser that sends only Origin", async ({
    page,
    stack,
  }) => {
    for (const headers of [fromOwnPage, { "Content-Type": "application/json", Origin: stack.url }]) {
      const response = await page.request.post("/api/trpc/fathomSettings.update", {
        headers,
        data: json({ teamFilter: ["Sales"] }),
      });
      expect(response.status()).toBe(200);
    }
  });

  test("refuses a body that is too large and a batch that is too long", async ({ page }) => {
    const large = await page.request.post("/api/trpc/fathomSettings.update", {
      headers: fromOwnPage,
      data: json({ apiKey: "x".repeat(300_000) }),
    });
    expect(large.status()).toBe(413);
    const paths = Array.from({ length: 21 }, () => "users.me").join(",");
    const batch = await page.request.get(`/api/trpc/${paths}?batch=1&input=%7B%7D`);
    expect(batch.status()).toBe(400);
  });

  test("changes nothing by a GET", async ({ page }) => {
    const response = await page.request.get(
      `/api/trpc/sync.run?input=${encodeURIComponent(json({ hours: 24 }))}`,
    );
    expect(response.status()).toBe(405);
  });

  test("says in two languages what is wrong with the input", async ({ page, context, stack }) => {
    const send = async () => {
      const response = await page.request.post("/api/trpc/fathomSettings.update", {
        headers: fromOwnPage,
        data: json({ apiKey: "kort" }),
      });
      expect(response.status()).toBe(400);
      return JSON.stringify(await response.json());
    };
    expect(await send()).toContain("Een API key heeft minstens 20 tekens.");
    await context.addCookies([{ name: "locale", value: "en", url: stack.url }]);
    expect(await send()).toContain("An API key has at least 20 characters.");
  });
});

test("no procedure answers without a session", async ({ page }) => {
  for (const path of [
    "overview.get",
    "fathomSettings.get",
    "sync.history",
    "calls.list",
    "salesReps.list",
    "audit.list",
  ]) {
    const response = await page.request.get(`/api/trpc/${path}`);
    expect(response.status(), path).toBe(401);
  }
});

test("a viewer does not reach what is the admin's", async ({ page, signInAs }) => {
  await signInAs("viewer");
  for (const path of ["fathomSettings.get", "users.list", "audit.list", "skipped.list"]) {
    expect((await page.request.get(`/api/trpc/${path}`)).status(), path).toBe(403);
  }
  expect((await page.request.get("/api/trpc/overview.get")).status()).toBe(200);
});

test("the address in the audit log comes from the connection, not from a header of the caller", async ({
  page,
  signInAs,
}) => {
  const csrf = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await page.request.post("/api/auth/callback/credentials", {
    headers: { "x-koppeling-client": "203.0.113.66" },
    form: { ...csrf, email: "niemand@zonnewende.example", password: "raden", json: "true" },
  });
  await signInAs("admin");
  await page.goto("/settings?tab=audit");
  await expect(page.getByRole("row").filter({ hasText: "Inloggen mislukt" })).toContainText("127.0.0.1");
});

test("disabling a user ends the session at once, and so does a higher session version", async ({
  page,
  signInAs,
  control,
}) => {
  await signInAs("viewer");
  const status = async () => (await page.request.get("/api/trpc/users.me")).status();
  expect(await status()).toBe(200);
  await control({ do: "sql", text: "UPDATE users SET active = false WHERE role = 'viewer'" });
  expect(await status()).toBe(401);
  await control({
    do: "sql",
    text: "UPDATE users SET active = true, session_version = 2 WHERE role = 'viewer'",
  });
  expect(await status()).toBe(401);
  await control({ do: "sql", text: "UPDATE users SET session_version = 1 WHERE role = 'viewer'" });
  expect(await status()).toBe(200);
});

test("/api/health answers, and tells an admin more", async ({ page, signInAs }) => {
  const alive = await page.request.get("/api/health");
  expect(await alive.json()).toEqual({ status: "ok" });
  const ready = await page.request.get("/api/health?ready");
  expect(Object.keys((await ready.json()) as object)).toEqual(["status"]);
  await signInAs("admin");
  const detailed = (await (await page.request.get("/api/health?ready")).json()) as {
    checks: { name: string }[];
  };
  expect(detailed.checks.map(({ name }) => name)).toContain("database");
});

test("a webhook is never redirected, not even with a trailing slash", async ({ page }) => {
  for (const address of ["/api/webhooks/fathom", "/api/webhooks/fathom/"]) {
    const response = await page.request.post(address, { data: "{}", maxRedirects: 0 });
    // The route answers by itself, 503 without a webhook secret and 401 with one, instead of asking for a session.
    expect([401, 503]).toContain(response.status());
  }
});

test("/api/inngest does not exist when another engine runs the jobs", async ({ page }) => {
  expect((await page.request.get("/api/inngest")).status()).toBe(404);
  expect((await page.request.post("/api/inngest", { data: {} })).status()).toBe(404);
});

test("/api/cron/sync-fathom asks for the secret, and answers with the outcome", async ({
  page,
  stack,
  control,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  const call = (authorization: string | null, hours: string) =>
    page.request.get(`/api/cron/sync-fathom?hours=${hours}`, {
      headers: authorization === null ? {} : { Authorization: authorization },
    });
  for (const wrong of [
    null,
    "",
    "Bearer",
    "Bearer undefined",
    `Bearer ${stack.cronSecret}x`,
    stack.cronSecret,
  ]) {
    expect((await call(wrong, "24")).status(), String(wrong)).toBe(401);
  }
  const bearer = `Bearer ${stack.cronSecret}`;
  expect((await call(bearer, "25")).status()).toBe(400);

  const response = await call(bearer, "168");
  expect(response.status()).toBe(200);
  const result = (await response.json()) as Record<string, number | string | boolean>;
  expect(result).toMatchObject({ success: true, status: "succeeded", errors: 0 });
  expect(Number(result.processed)).toBeGreaterThan(0);
  expect(result.processed).toBe(Number(result.imported) + Number(result.updated) + Number(result.skipped));
  expect(result).toHaveProperty("duration_ms");
});

test.describe("headers", () => {
  test("are on every answer, also on a 404", async ({ page }) => {
    for (const path of ["/sign-in", "/api/health", "/api/bestaat-niet", "/icon.svg"]) {
      const response = await page.request.get(path);
      expectSafeHeaders(response);
    }
  });

  test("the policy has another nonce in each answer, and accepts no nonce of the caller", async ({
    page,
  }) => {
    const policyOf = async (headers: Record<string, string>) =>
      (await page.request.get("/sign-in", { headers })).headers()["content-security-policy"] ?? "";
    const own = { "x-nonce": "vanbuiten", "content-security-policy": "script-src 'nonce-vanbuiten'" };
    const [first, second] = [await policyOf(own), await policyOf(own)];
    expect(first).not.toBe(second);
    expect(first).not.toContain("vanbuiten");
    expect(first).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic';/);
    expect(first).toContain("frame-ancestors 'none'");
    expect(first).not.toMatch(/script-src[^;]*unsafe/);
    const body = await (await page.request.get("/sign-in", { headers: own })).text();
    expect(body).not.toContain("vanbuiten");
  });

  test("a made-up x-middleware-subrequest opens nothing", async ({ page }) => {
    const response = await page.request.get("/settings", {
      headers: { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(307);
  });

  test("no script or style breaks the policy", async ({ page, signInAs }) => {
    await signInAs("admin");
    await recordViolations(page);
    for (const tab of ["connection", "sync", "audit", "faq"]) {
      await page.goto(`/settings?tab=${tab}`);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
    }
    await page.getByRole("button", { name: "Thema" }).click();
    await page.getByRole("menuitemradio", { name: "Donker" }).click();
    await expect(page.locator("html")).toHaveClass(/\bdark\b/);
    await page.reload();
    await expect(page.locator("html")).toHaveClass(/\bdark\b/);
    expect(await page.evaluate(() => sessionStorage.getItem("violations"))).toBeNull();
  });
});

function expectSafeHeaders(response: APIResponse) {
  const headers = response.headers();
  expect(headers["strict-transport-security"]).toMatch(/max-age=(\d{8,})/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["x-powered-by"]).toBeUndefined();
}

async function recordViolations(page: Page) {
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      sessionStorage.setItem("violations", `${violatedDirective} ${blockedURI}`);
    });
  });
}
