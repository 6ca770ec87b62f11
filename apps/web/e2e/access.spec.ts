import { expect, keepScreenshot, type Page, test } from "./fixtures";

const ownPage = { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };
const call = async (page: Page, path: string, input: unknown) => {
  const response = await page.request.post(`/api/trpc/${path}`, { headers: ownPage, data: { json: input } });
  expect(response.status(), path).toBe(200);
  return ((await response.json()) as { result: { data: { json: Record<string, unknown> } } }).result.data
    .json;
};

test.beforeEach(({ reset }) => reset());
test.afterEach(({ control }) => control({ do: "sql", text: "DELETE FROM users WHERE email LIKE 'nieuw%'" }));

test("an invited user chooses a password and is signed in, and the link works once", async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs("admin");
  const { inviteUrl } = await call(page, "users.invite", {
    email: "nieuw@zonnewende.example",
    name: "Noor Nieuw",
    role: "viewer",
  });
  await context.clearCookies();
  await page.goto(String(inviteUrl));
  await expect(page.getByRole("heading", { name: "Welkom, Noor Nieuw" })).toBeVisible();
  await keepScreenshot(page, "accept-invite");
  const password = page.getByLabel("Nieuw wachtwoord", { exact: true });
  await password.fill("te kort");
  await page.getByRole("button", { name: "Opslaan en inloggen" }).click();
  await expect(page.getByText("Een wachtwoord heeft minstens 12 tekens.")).toBeVisible();
  await password.fill("vier paarden in een regenbui");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");
  await expect(page.getByText("Noor Nieuw")).toBeVisible();

  await context.clearCookies();
  await page.goto(String(inviteUrl));
  await expect(page.getByRole("heading", { name: "Deze link werkt niet meer" })).toBeVisible();
});

test("a copy of the session cookie opens nothing after signing out", async ({ page, context, stack }) => {
  const csrf = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const { email, password } = stack.users.viewer;
  await page.request.post("/api/auth/callback/credentials", {
    form: { ...csrf, email, password, json: "true" },
  });
  const copy = (await context.cookies()).find(({ name }) => name === "next-auth.session-token");
  expect(copy).toBeDefined();
  const status = async () => (await page.request.get("/api/trpc/users.me")).status();
  expect(await status()).toBe(200);
  await page.request.post("/api/auth/signout", { form: { ...csrf, json: "true" } });
  expect(await status()).toBe(401);
  if (copy) await context.addCookies([copy]);
  expect(await status()).toBe(401);
});

test.describe("a sign-in provider", () => {
  test("lets a known user in, and leads to the page that was asked for", async ({ page, stack }) => {
    const { email, name } = stack.users.viewer;
    await page.request.post(`${stack.providerUrl}/identity`, { data: { email, email_verified: true } });
    await page.goto("/calls?sort=oldest");
    await keepScreenshot(page, "sign-in-provider");
    await page.getByRole("button", { name: "Verder met Zonnewende ID" }).click();
    await expect(page).toHaveURL("/calls?sort=oldest");
    await expect(page.getByText(name)).toBeVisible();
  });

  for (const [who, identity] of [
    ["somebody who is not known here", { email: "vreemd@zonnewende.example", email_verified: true }],
    ["an address that is not verified", { email: "viewer@zonnewende.example", email_verified: false }],
  ] as const) {
    test(`does not let in: ${who}`, async ({ page, stack }) => {
      await page.request.post(`${stack.providerUrl}/identity`, { data: identity });
      await page.goto("/sign-in");
      await page.getByRole("button", { name: "Verder met Zonnewende ID" }).click();
      await expect(page.getByText("Dit account heeft hier geen toegang.")).toBeVisible();
      expect((await page.request.get("/api/trpc/users.me")).status()).toBe(401);
    });
  }
});
