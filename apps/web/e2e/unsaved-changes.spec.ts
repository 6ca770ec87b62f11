import { settingsLink } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";

const TYPED = "half-getypte-key-van-mij";
const apiKeyField = (page: Page) => page.getByRole("textbox", { name: "API key", exact: true });
const question = (page: Page) =>
  page.getByRole("alertdialog", { name: "Je wijzigingen zijn niet opgeslagen" });

async function stay(page: Page) {
  await expect(question(page).getByRole("button", { name: "Blijven" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question(page)).toHaveCount(0);
}

async function leave(page: Page) {
  await question(page).getByRole("button", { name: "Weggaan zonder opslaan" }).click();
  await expect(question(page)).toHaveCount(0);
}

test.beforeEach(async ({ reset, signInAs }) => {
  await reset();
  await signInAs("admin");
});

test("what was typed is not lost without a question: menu, tab, link and back", async ({ page }) => {
  await page.goto("/reps");
  const menu = page.getByRole("navigation", { name: "Hoofdmenu" });
  await menu.getByRole("link", { name: "Instellingen" }).click();
  await expect(page).toHaveURL("/settings");
  await apiKeyField(page).fill(TYPED);
  const waysOut = [
    () => menu.getByRole("link", { name: "Calls" }).click(),
    () => settingsLink(page, "Auditlog").click(),
    () => page.getByRole("link", { name: "Hulp nodig met je API key?" }).click(),
    () => page.evaluate(() => window.history.back()),
  ];
  for (const tryToGo of waysOut) {
    await tryToGo();
    await stay(page);
    await expect(page).toHaveURL("/settings");
    await expect(apiKeyField(page)).toHaveValue(TYPED);
  }

  await page.evaluate(() => window.history.back());
  await expect(question(page)).toBeVisible();
  await keepScreenshot(page, "unsaved-changes");
  await leave(page);
  await expect(page).toHaveURL("/reps");
  await expect(page.getByRole("heading", { level: 1, name: "Reps" })).toBeVisible();

  // Without unsaved changes the same links leave without a question.
  await menu.getByRole("link", { name: "Instellingen" }).click();
  await expect(apiKeyField(page)).toHaveValue("");
  await settingsLink(page, "Auditlog").click();
  await expect(page).toHaveURL("/settings?tab=audit");
  await menu.getByRole("link", { name: "Calls" }).click();
  await expect(page).toHaveURL("/calls");
});

test("leaving is possible too, and saved changes ask nothing", async ({ page, stack }) => {
  await page.goto("/settings");
  await apiKeyField(page).fill(TYPED);
  await settingsLink(page, "FAQ").click();
  await leave(page);
  await expect(page).toHaveURL("/settings?tab=faq");
  await settingsLink(page, "Fathom Koppeling").click();
  await apiKeyField(page).fill(stack.apiKey);
  await page.getByRole("button", { name: "Opslaan", exact: true }).click();
  await expect(page.getByText("Configuratie opgeslagen!")).toBeVisible();
  await page.getByRole("link", { name: "Koppeling", exact: true }).click();
  await expect(page).toHaveURL("/");
});

test("a rep that is being edited stays open until the user agrees to leave", async ({ page }) => {
  await page.goto("/reps");
  await page.getByRole("button", { name: "Rep toevoegen" }).click();
  const dialog = page.getByRole("dialog", { name: /Rep/ });
  await dialog.getByLabel("Naam").fill("Nina Nieuw");
  await page.keyboard.press("Escape");
  await stay(page);
  await expect(dialog.getByLabel("Naam")).toHaveValue("Nina Nieuw");
  await dialog.getByRole("button", { name: "Annuleren" }).click();
  await leave(page);
  await expect(dialog).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the menu asks too", async ({ page }) => {
    await page.goto("/settings");
    await apiKeyField(page).fill(TYPED);
    await page.getByRole("button", { name: "Menu openen" }).click();
    await page.getByRole("dialog", { name: "Menu" }).getByRole("link", { name: "Reps" }).click();
    await leave(page);
    await expect(page).toHaveURL("/reps");
    await expect(page.getByRole("dialog", { name: "Menu" })).toHaveCount(0);
  });
});
