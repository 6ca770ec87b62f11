import type { Browser } from "@playwright/test";
import { createTotp } from "@koppeling/api/features/users/create-totp";
import { expectNoViolations } from "./expect-accessible";
import { choose } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";
import type { StackUser } from "./stack/stack-state";

test.beforeEach(({ reset }) => reset());
test.afterEach(({ control }) => control({ do: "sql", text: "DELETE FROM users WHERE email LIKE 'nieuw%'" }));

/** Opens a second browser and signs in there with the request that the form sends. */
async function signInElsewhere(browser: Browser, url: string, { email, password }: StackUser) {
  const context = await browser.newContext({ baseURL: url, locale: "nl-NL", timezoneId: "Europe/Amsterdam" });
  const page = await context.newPage();
  const csrf = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await page.request.post("/api/auth/callback/credentials", {
    form: { ...csrf, email, password, json: "true" },
  });
  return page;
}

const confirmDialog = (page: Page) => page.getByRole("dialog", { name: "Bevestig dat jij het bent" });

test.describe("what a stolen session may not do", () => {
  // The browser logs every refused request, also those that a test provokes.
  test.use({ allowedComplaints: [/status of 403 .*users\.(invite|confirmIdentity|renewInvite)/] });

  test("asks for the password again, and then does what was asked", async ({ page, stack, signInAs }) => {
    await signInAs("admin", { confirmed: false });
    await page.goto("/settings?tab=users");
    await page.getByRole("button", { name: "Gebruiker uitnodigen" }).click();
    const form = page.getByRole("dialog", { name: "Gebruiker uitnodigen" });
    await form.getByLabel("Naam").fill("Noor Nieuw");
    await form.getByLabel("E-mailadres").fill("nieuw@zonnewende.example");
    await form.getByRole("button", { name: "Uitnodigen", exact: true }).click();

    const dialog = confirmDialog(page);
    await expect(dialog.getByLabel("Je wachtwoord")).toBeFocused();
    await expectNoViolations(page);
    await keepScreenshot(page, "confirm-identity");
    await dialog.getByLabel("Je wachtwoord").fill("zomaar iets");
    await page.keyboard.press("Enter");
    await expect(dialog.getByText("Het wachtwoord klopt niet.")).toBeVisible();
    await dialog.getByRole("button", { name: "Annuleren" }).click();
    await expect(page.getByText("Bevestig eerst wie je bent. Er is nog niets gewijzigd.")).toBeVisible();
    await expect(form.getByLabel("Naam")).toHaveValue("Noor Nieuw");

    await form.getByRole("button", { name: "Uitnodigen", exact: true }).click();
    await dialog.getByLabel("Je wachtwoord").fill(stack.users.admin.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Eenmalige link" })).toHaveValue(
      /\/accept-invite\?token=/,
    );
    // Escape would go to this one while it is there.
    await expect(dialog).toHaveCount(0);
    await page.keyboard.press("Escape");

    // For ten minutes the password is not asked for again.
    await page.getByRole("button", { name: "Meer acties voor Noor Nieuw" }).click();
    await page.getByRole("menuitem", { name: "Nieuwe uitnodigingslink" }).click();
    await expect(page.getByRole("textbox", { name: "Eenmalige link" })).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });

  test("sends a user of the provider there to sign in again", async ({ page, stack, signInAs, control }) => {
    const { id, email } = stack.users.admin;
    await page.request.post(`${stack.providerUrl}/identity`, { data: { email, email_verified: true } });
    await control({ do: "sql", text: `UPDATE users SET last_sign_in_at = NULL WHERE id = '${id}'` });
    await signInAs("admin", { confirmed: false });
    await page.goto("/settings?tab=users");
    await page.getByRole("button", { name: "Meer acties voor Vera Kijker" }).click();
    await page.getByRole("menuitem", { name: "Link voor nieuw wachtwoord" }).click();
    await confirmDialog(page).getByRole("button", { name: "Bevestigen met Zonnewende ID" }).click();
    await expect(page.getByRole("textbox", { name: "Eenmalige link" })).toBeVisible();
  });
});

test("a user sees where they are signed in, is told of a new device, and signs it out", async ({
  browser,
  stack,
}) => {
  const { viewer } = stack.users;
  const mine = await signInElsewhere(browser, stack.url, viewer);
  const other = await signInElsewhere(browser, stack.url, viewer);
  const status = async (at: Page) => (await at.request.get("/api/trpc/users.me")).status();
  await mine.goto("/");
  const notices = mine.getByTestId("account-notices");
  await expect(notices).toContainText("ingelogd vanaf een nieuw apparaat");
  await other.goto("/");
  await expect(other.getByTestId("health-banner")).toBeAttached();
  await expect(other.getByText("dan je wachtwoord", { exact: false })).toHaveCount(0);
  await keepScreenshot(mine, "account-notice");
  await notices.getByRole("link", { name: "Bekijk waar je bent ingelogd" }).first().click();
  await expect(mine.getByRole("heading", { name: "Je account" })).toBeVisible();
  const rows = mine.getByTestId("session-row");
  await expect(rows.filter({ hasText: "dit apparaat" })).toHaveCount(1);
  await expectNoViolations(mine);
  await keepScreenshot(mine, "account");

  expect(await status(other)).toBe(200);
  const before = await rows.count();
  await rows.filter({ hasNotText: "dit apparaat" }).first().getByRole("button").click();
  await confirmDialog(mine).getByLabel("Je wachtwoord").fill(viewer.password);
  await mine.keyboard.press("Enter");
  await expect(rows).toHaveCount(before - 1);
  expect(await status(other)).toBe(401);
  expect(await status(mine)).toBe(200);
  await mine.context().close();
  await other.context().close();
});

test.describe("the second step", () => {
  // One pattern for both: Playwright reads a list of two as a value and its options.
  test.use({
    allowedComplaints: [/status of 40[13] .*api\/(auth\/callback\/credentials|trpc)/],
  });

  async function setUp(page: Page, password: string) {
    await page.getByRole("button", { name: "Tweede stap instellen" }).click();
    await confirmDialog(page).getByLabel("Je wachtwoord").fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("img", { name: "QR-code voor je authenticator-app" })).toBeVisible();
    const secret = await page.getByTestId("totp-secret").innerText();
    await expectNoViolations(page);
    await keepScreenshot(page, "second-factor-setup");
    await page.getByLabel("Code uit de app").fill(createTotp(secret).generate());
    await page.keyboard.press("Enter");
    const codes = page.getByTestId("recovery-codes").getByRole("listitem");
    await expect(codes).toHaveCount(10);
    const [recoveryCode = ""] = await codes.allInnerTexts();
    await page.getByRole("button", { name: "Ik heb ze bewaard" }).click();
    return { secret, recoveryCode };
  }

  test("is set up, and asked for at the next sign-in", async ({ page, context, stack, signInAs }) => {
    const { email, password } = stack.users.viewer;
    await signInAs("viewer", { confirmed: false });
    await page.goto("/account");
    const { secret, recoveryCode } = await setUp(page, password);
    await expect(page.getByText("Je hebt nog 10 herstelcodes.")).toBeVisible();
    await keepScreenshot(page, "second-factor-on");

    await context.clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("E-mailadres").fill(email);
    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    const code = page.getByLabel("Code uit je authenticator-app");
    await expect(code).toBeFocused();
    await keepScreenshot(page, "sign-in-code");
    await code.fill("000000");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Deze code klopt niet, of is al gebruikt.")).toBeVisible();
    // The current code was used to switch it on, so this takes the code of the next half minute, which is valid too.
    await code.fill(createTotp(secret).generate({ timestamp: Date.now() + 30_000 }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/");
    await expect(page.getByText("Vera Kijker")).toBeVisible();

    await context.clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("E-mailadres").fill(email);
    await page.getByLabel("Wachtwoord", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await code.fill(recoveryCode);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/");
  });

  test("can be required, and then comes before everything else", async ({ page, stack, signInAs }) => {
    await signInAs("admin");
    await page.goto("/settings?tab=users");
    await choose(page.getByRole("combobox", { name: "Verplicht voor" }), "Beheerders");
    // The open page redirects at once, other pages when they are opened.
    await expect(page).toHaveURL("/second-factor");
    await signInAs("admin", { confirmed: false });
    await page.goto("/calls");
    await expect(page).toHaveURL("/second-factor");
    expect((await page.request.get("/api/export/audit")).status()).toBe(403);
    expect((await page.request.get("/api/export/calls")).status()).toBe(403);
    await setUp(page, stack.users.admin.password);
    await expect(page).toHaveURL("/");
    await page.goto("/calls");
    await expect(page).toHaveURL("/calls");
  });
});
