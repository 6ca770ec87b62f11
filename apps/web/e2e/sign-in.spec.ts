import { settingsLink } from "./controls";
import { expect, keepScreenshot, test } from "./fixtures";

test.describe("signing in", () => {
  // The browser logs every 401, also the one that this test provokes.
  test.use({ allowedComplaints: [/status of 401 .*\/api\/auth\/callback\/credentials/] });
  test.beforeEach(({ reset }) => reset());

  test("a wrong password is explained, the right one leads to the page that was asked for", async ({
    page,
    stack,
  }) => {
    const { email, password } = stack.users.admin;
    await page.goto("/settings?tab=sync");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fsettings%3Ftab%3Dsync$/);
    await keepScreenshot(page, "sign-in");

    await page.getByLabel("E-mailadres").fill(email);
    await page.getByLabel("Wachtwoord", { exact: true }).fill("niet het wachtwoord");
    await page.getByRole("button", { name: "Inloggen" }).click();
    await expect(page.getByText("Dit e-mailadres en wachtwoord horen niet bij elkaar.")).toBeVisible();
    await expect(page.getByLabel("Wachtwoord", { exact: true })).toBeFocused();

    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/settings?tab=sync");
    await expect(settingsLink(page, "Fathom Sync")).toHaveAttribute("aria-current", "page");
    await expect(page.getByText("Ada Beheer")).toBeVisible();
  });

  test("empty fields and half an e-mail address get a sentence each", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Inloggen" }).click();
    await expect(page.getByText("Vul een e-mailadres in.")).toBeVisible();
    await expect(page.getByText("Vul je wachtwoord in.")).toBeVisible();
    await page.getByLabel("E-mailadres").fill("anna@");
    await expect(page.getByText("Dit lijkt geen e-mailadres.")).toBeVisible();
  });

  test("after too many wrong passwords the page says how long to wait", async ({ page }) => {
    await page.goto("/sign-in");
    const alert = page.getByRole("alert").filter({ hasText: /\S/ });
    await page.getByLabel("E-mailadres").fill("niemand@zonnewende.example");
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      await page.getByLabel("Wachtwoord", { exact: true }).fill(`poging ${attempt}`);
      const answered = page.waitForResponse("**/api/auth/callback/credentials");
      await page.getByRole("button", { name: "Inloggen" }).click();
      await answered;
      await expect(page.getByRole("button", { name: "Inloggen" })).not.toHaveAttribute("aria-busy", "true");
    }
    await expect(alert).toContainText(/Te veel pogingen\. Probeer het over \d+ minuten opnieuw\./);
  });

  test("signing out ends the session", async ({ page, context, stack }) => {
    // Signing out ends the session on the server, so this test must not use the session that other tests share.
    const csrf = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
    const { email, password } = stack.users.admin;
    await page.request.post("/api/auth/callback/credentials", {
      form: { ...csrf, email, password, json: "true" },
    });
    await page.goto("/settings?tab=faq");
    await page.getByRole("button", { name: "Uitloggen" }).click();
    await expect(page).toHaveURL("/sign-in");
    await page.goto("/settings");
    await expect(page).toHaveURL(/\/sign-in/);
    const session = (await context.cookies()).find(({ name }) => name === "next-auth.session-token");
    expect(session).toBeUndefined();
  });

  test("a viewer sees no settings", async ({ page, signInAs }) => {
    await signInAs("viewer");
    await page.goto("/settings");
    await expect(page.getByRole("heading", { name: "Alleen voor beheerders" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Instellingen" })).toHaveCount(0);
  });
});

test.describe("a session that ends while it is used", () => {
  test.use({ allowedComplaints: [/status of 401 .*\/api\/trpc/] });

  test("asks to sign in again and leads back", async ({ page, context, stack, control, signInAs }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await signInAs("admin");
    await page.goto("/settings?tab=sync");
    await expect(page.getByRole("button", { name: "Opnieuw ophalen" })).toBeEnabled();
    await context.clearCookies();
    // The page may notice the lost session first, and leave before or during the click.
    await Promise.race([
      page.waitForURL(/\/sign-in/),
      page.getByRole("button", { name: "Opnieuw ophalen" }).click({ force: true }),
    ]);
    await expect(page.getByText("Je sessie is verlopen.")).toBeVisible();
    const { email, password } = stack.users.admin;
    await page.getByLabel("E-mailadres").fill(email);
    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/settings?tab=sync");
  });
});

test.describe("a browser with a broken session cookie", () => {
  test("has to sign in again, although proxy.ts lets it through", async ({ page, context, stack }) => {
    await context.addCookies([{ name: "next-auth.session-token", value: "verzonnen", url: stack.url }]);
    await page.goto("/settings?tab=audit");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fsettings%3Ftab%3Daudit$/);
  });
});

for (const target of ["//evil.example", "/\\evil.example", "https:evil.example", "/.//evil.example"]) {
  test(`the sign-in does not lead to ${target}`, async ({ page, stack, signInAs }) => {
    await signInAs("admin");
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`);
    expect(new URL(page.url()).origin).toBe(stack.url);
  });
}
