import path from "node:path";
import { expect, type Page, test } from "./fixtures";

const folder = path.resolve(import.meta.dirname, "../../../docs/images");

/** Takes a screenshot of the viewport, after the count in the menu, which loads last. */
async function take(page: Page, name: string) {
  const isPhone = (page.viewportSize()?.width ?? 0) < 1024;
  if (!isPhone) await expect(page.getByRole("link", { name: /^Overgeslagen\s*\d/ })).toBeVisible();
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
}

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("admin");
});

test("the overview", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByTestId("attention")).toBeVisible();
  await take(page, "overview");
});

test("what a search finds", async ({ page }) => {
  await page.goto("/calls?q=offerte");
  await expect(page.getByTestId("call-match").filter({ visible: true }).first()).toBeVisible();
  await take(page, "calls-search");
});

test("what was skipped, with what to do", async ({ page }) => {
  await page.goto("/skipped");
  await page
    .getByRole("button", { name: /Bekijk de opnames? van/ })
    .first()
    .click();
  await expect(page.getByRole("list", { name: "Opnames" }).getByRole("listitem").first()).toBeVisible();
  await take(page, "skipped");
});

test("a sync, and those before it", async ({ page }) => {
  await page.goto("/settings?tab=sync");
  await page.getByRole("radio", { name: "Laatste 30 dagen" }).click();
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText("Gelukt");
  await take(page, "sync");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" });

  test("the overview, in the dark", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByTestId("ledger")).toBeVisible();
    await take(page, "phone");
  });
});
