import type { Browser } from "@playwright/test";
import { expect, keepScreenshot, type Page, test } from "./fixtures";
import type { StackUser } from "./stack/stack-state";

test.beforeEach(({ reset }) => reset());
test.afterEach(({ control }) => control({ do: "sql", text: "DELETE FROM users WHERE email LIKE 'nieuw%'" }));

/** A browser of its own, signed in by the form's own request. */
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

test.describe("wat een gestolen sessie niet mag", () => {
  // The browser itself notes what the server refuses on purpose.
  test.use({ allowedComplaints: [/status of 403 .*users\.(invite|confirmIdentity|renewInvite)/] });

  test("vraagt het wachtwoord opnieuw, en doet daarna wat er gevraagd was", async ({
    page,
    stack,
    signInAs,
  }) => {
    await signInAs("admin", { confirmed: false });
    await page.goto("/settings?tab=users");
    await page.getByRole("button", { name: "Gebruiker uitnodigen" }).click();
    const form = page.getByRole("dialog", { name: "Gebruiker uitnodigen" });
    await form.getByLabel("Naam").fill("Noor Nieuw");
    await form.getByLabel("E-mailadres").fill("nieuw@zonnewende.example");
    await form.getByRole("button", { name: "Uitnodigen", exact: true }).click();

    const dialog = confirmDialog(page);
    await expect(dialog.getByLabel("Je wachtwoord")).toBeFocused();
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
    await expect(page.getByRole("textbox", { name: "Eenmalige link" })).toHaveValue(/\/accept-invite\?token=/);
    await page.keyboard.press("Escape");

    // Ten minutes long nothing asks for it again.
    await page.getByRole("button", { name: "Meer acties voor Noor Nieuw" }).click();
    await page.getByRole("menuitem", { name: "Nieuwe uitnodigingslink" }).click();
    await expect(page.getByRole("textbox", { name: "Eenmalige link" })).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });

  test("laat wie via de aanbieder inlogt daar opnieuw inloggen", async ({ page, stack, signInAs, control }) => {
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

test("je ziet waar je bent ingelogd, hoort van een nieuw apparaat, en logt het uit", async ({
  page,
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
  await expect(other.getByText("dan je wachtwoord", { exact: false })).toHaveCount(1);
  await keepScreenshot(mine, "account-notice");
  await notices.getByRole("link", { name: "Bekijk waar je bent ingelogd" }).first().click();
  await expect(mine.getByRole("heading", { name: "Je account" })).toBeVisible();
  const rows = mine.getByTestId("session-row");
  await expect(rows.filter({ hasText: "dit apparaat" })).toHaveCount(1);
  await keepScreenshot(mine, "account");

  expect(await status(other)).toBe(200);
  const before = await rows.count();
  await rows.filter({ hasNotText: "dit apparaat" }).first().getByRole("button").click();
  await expect(rows).toHaveCount(before - 1);
  expect(await status(other)).toBe(401);
  expect(await status(mine)).toBe(200);
  await mine.context().close();
  await other.context().close();
  expect(page.url()).toBe("about:blank");
});
