import type { APIResponse } from "@playwright/test";
import { expect, type Page, test } from "./fixtures";

const json = (input: unknown) => JSON.stringify({ json: input });
const fromOwnPage = { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };

test.beforeEach(({ reset }) => reset());

test.describe("/api/trpc", () => {
  test.beforeEach(({ signInAs }) => signInAs("admin"));

  const refused: [string, Record<string, string>, number][] = [
    ["tekst in plaats van JSON", { ...fromOwnPage, "Content-Type": "text/plain" }, 415],
    ["een formulier", { ...fromOwnPage, "Content-Type": "application/x-www-form-urlencoded" }, 415],
    ["een andere site", { "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site" }, 403],
    ["een subdomein", { "Content-Type": "application/json", "Sec-Fetch-Site": "same-site" }, 403],
    ["geen herkomst", { "Content-Type": "application/json" }, 403],
    ["herkomst null", { "Content-Type": "application/json", Origin: "null" }, 403],
    ["een vreemde herkomst", { "Content-Type": "application/json", Origin: "https://evil.example" }, 403],
  ];
  for (const [name, headers, status] of refused) {
    test(`weigert ${name}`, async ({ page }) => {
      const response = await page.request.post("/api/trpc/sync.run", { headers, data: json({ hours: 24 }) });
      expect(response.status()).toBe(status);
      expect(response.headers()["cache-control"]).toBe("no-store");
    });
  }

  test("neemt een wijziging van een eigen pagina aan, ook van een browser die alleen Origin stuurt", async ({
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

  test("weigert een te grote vracht en een te grote stapel", async ({ page }) => {
    const large = await page.request.post("/api/trpc/fathomSettings.update", {
      headers: fromOwnPage,
      data: json({ apiKey: "x".repeat(300_000) }),
    });
    expect(large.status()).toBe(413);
    const paths = Array.from({ length: 21 }, () => "users.me").join(",");
    const batch = await page.request.get(`/api/trpc/${paths}?batch=1&input=%7B%7D`);
    expect(batch.status()).toBe(400);
  });

  test("wijzigt niets met een GET", async ({ page }) => {
    const response = await page.request.get(
      `/api/trpc/sync.run?input=${encodeURIComponent(json({ hours: 24 }))}`,
    );
    expect(response.status()).toBe(405);
  });

  test("zegt in twee talen wat er aan de invoer schort", async ({ page, context, stack }) => {
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

test("zonder sessie antwoordt geen enkele procedure", async ({ page }) => {
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

test("een kijker komt niet bij wat van de beheerder is", async ({ page, signInAs }) => {
  await signInAs("viewer");
  for (const path of ["fathomSettings.get", "fathomSettings.teams", "audit.list", "skipped.list"]) {
    expect((await page.request.get(`/api/trpc/${path}`)).status(), path).toBe(403);
  }
  expect((await page.request.get("/api/trpc/overview.get")).status()).toBe(200);
});

test("het adres in de auditlog komt van de verbinding, niet van wie het zelf opgeeft", async ({
  page,
  signInAs,
}) => {
  const csrf = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await page.request.post("/api/auth/callback/credentials", {
    headers: { "x-koppeling-peer": "203.0.113.66" },
    form: { ...csrf, email: "niemand@zonnewende.example", password: "raden", json: "true" },
  });
  await signInAs("admin");
  await page.goto("/settings?tab=audit");
  await expect(page.getByRole("row").filter({ hasText: "Inloggen mislukt" })).toContainText("127.0.0.1");
});

test("wie wordt uitgezet is meteen weg, en een hoger sessienummer ook", async ({
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

test("/api/health leeft, en zegt de beheerder meer", async ({ page, signInAs }) => {
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

test("een webhook wordt nooit doorgestuurd, ook niet met een schuine streep", async ({ page }) => {
  for (const address of ["/api/webhooks/fathom", "/api/webhooks/fathom/"]) {
    const response = await page.request.post(address, { data: "{}", maxRedirects: 0 });
    // Without a secret 503, with one 401: an answer of its own, for whoever has no session.
    expect([401, 503]).toContain(response.status());
  }
});

test("/api/inngest bestaat niet als een ander de taken doet", async ({ page }) => {
  expect((await page.request.get("/api/inngest")).status()).toBe(404);
  expect((await page.request.post("/api/inngest", { data: {} })).status()).toBe(404);
});

test("/api/cron/sync-fathom vraagt het geheim, en antwoordt met de uitkomst", async ({
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

test.describe("koppen", () => {
  test("staan op elk antwoord, ook op een 404", async ({ page }) => {
    for (const path of ["/sign-in", "/api/health", "/api/bestaat-niet", "/icon.svg"]) {
      const response = await page.request.get(path);
      expectSafeHeaders(response);
    }
  });

  test("het beleid heeft per antwoord een andere nonce, en laat geen eigen nonce toe", async ({ page }) => {
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

  test("een verzonnen x-middleware-subrequest opent niets", async ({ page }) => {
    const response = await page.request.get("/settings", {
      headers: { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(307);
  });

  test("geen enkel script of stijl botst met het beleid", async ({ page, signInAs }) => {
    await signInAs("admin");
    await recordViolations(page);
    for (const tab of ["connection", "sync", "audit", "faq"]) {
      await page.goto(`/settings?tab=${tab}`);
      await page.getByRole("tabpanel").waitFor();
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
