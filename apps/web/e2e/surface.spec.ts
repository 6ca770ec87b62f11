import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "./fixtures";

const built = path.resolve(import.meta.dirname, "../.next");
const KEY = "canary-key-4jmc-aeVc-xvKAs";
const PAGES = [
  ...["/", "/calls", "/reps", "/skipped", "/sign-in", "/accept-invite?token=verzonnen"],
  ...["connection", "sync", "audit", "faq"].map((tab) => `/settings?tab=${tab}`),
];

/** Every file that the server may send to a browser. */
function listStatic(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? listStatic(name) : [name];
  });
}

test.beforeEach(({ reset }) => reset());

test("a saved secret is in no page, no RSC answer and no file for the browser", async ({
  page,
  control,
  signInAs,
  stack,
}) => {
  await control({ do: "storeApiKey", apiKey: KEY });
  await signInAs("admin");
  const secrets = [KEY, "e2e-session-secret", "test-audit-key", stack.cronSecret, "e2e-provider-secret"];
  for (const address of PAGES) {
    for (const headers of [{ Accept: "text/html" }, { RSC: "1" }] as Record<string, string>[]) {
      const text = await (await page.request.get(address, { headers })).text();
      expect(text.length, address).toBeGreaterThan(100);
      expect(
        secrets.filter((secret) => text.includes(secret)),
        address,
      ).toEqual([]);
    }
  }
  const settings = await (await page.request.get("/settings?tab=connection")).text();
  expect(settings).toContain("canary-...xvKAs");

  const files = listStatic(path.join(built, "static"));
  expect(files.length).toBeGreaterThan(10);
  const names = ["NEXTAUTH_SECRET", "SETTINGS_ENCRYPTION_KEYS", "AUDIT_HMAC_KEY"];
  for (const file of files) {
    const text = readFileSync(file, "latin1");
    expect(
      [...secrets, ...names].filter((secret) => text.includes(secret)),
      file,
    ).toEqual([]);
  }
});

test("what is not used does not answer", async ({ page }) => {
  const image = await page.request.get(`/_next/image?url=${encodeURIComponent("/icon.svg")}&w=64&q=75`);
  expect(image.status()).toBe(404);
  const actions = JSON.parse(
    readFileSync(path.join(built, "server/server-reference-manifest.json"), "utf8"),
  ) as { node: object; edge: object };
  expect([Object.keys(actions.node), Object.keys(actions.edge)]).toEqual([[], []]);
  const posted = await page.request.post("/sign-in", {
    headers: { "Next-Action": "a".repeat(42) },
    data: "[]",
  });
  expect(posted.status()).toBeGreaterThanOrEqual(400);
});

test("the headers are on errors, files and exports too", async ({ page, signInAs }) => {
  const [chunk] = listStatic(path.join(built, "static")).filter((file) => file.endsWith(".js"));
  const file = `/_next/static/${path.relative(path.join(built, "static"), chunk ?? "")}`;
  await signInAs("viewer");
  for (const [address, status] of [
    [file, 200],
    ["/bestaat-niet", 404],
    ["/_next/static/bestaat-niet.js", 404],
    ["/api/trpc/bestaat.niet", 404],
    ["/api/export/audit", 403],
    ["/accept-invite?token=x", 200],
  ] as const) {
    const response = await page.request.get(address);
    expect(response.status(), address).toBe(status);
    const headers = response.headers();
    expect(headers["strict-transport-security"], address).toMatch(/max-age=(\d{8,})/);
    expect(headers["x-content-type-options"], address).toBe("nosniff");
    expect(headers["x-frame-options"], address).toBe("DENY");
    expect(headers["referrer-policy"], address).toBeTruthy();
    expect(headers["x-powered-by"], address).toBeUndefined();
  }
});

test("the audit log can be exported by an admin, and by nobody else", async ({ page, signInAs, context }) => {
  expect((await page.request.get("/api/export/audit")).status()).toBe(401);
  await signInAs("viewer");
  expect((await page.request.get("/api/export/audit")).status()).toBe(403);
  await context.clearCookies();
  await signInAs("admin");
  for (const wrong of ["userId=1", "from=gisteren", "to=2026-13-01"])
    expect((await page.request.get(`/api/export/audit?${wrong}`)).status(), wrong).toBe(400);
  const response = await page.request.get(
    "/api/export/audit?action=access.denied&from=2026-01-01&to=&userId=",
  );
  expect(response.status()).toBe(200);
  expect(response.headers()).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "cache-control": "no-store",
  });
  expect(response.headers()["content-disposition"]).toMatch(
    /^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines[0]).toBe('"when","user","action","subject","ip_address","old_value","new_value"');
  expect(lines[1]).toContain('"viewer@zonnewende.example","access.denied","export.audit","127.0.0.1"');
  expect(lines).toHaveLength(2);
});
