import { settingsLink } from "./controls";
import { expectAccessible, expectNoViolations } from "./expect-accessible";
import { expect, keepScreenshot, test } from "./fixtures";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("the sign-in page is accessible", async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
      await expectNoViolations(page);
      await keepScreenshot(page, `sign-in-${colorScheme}`);
    });
  });
}

test("the settings are accessible, in both themes", async ({ page, stack, reset, control, signInAs }) => {
  test.slow();
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 24 });
  await control({ do: "sync", hours: 168 });
  await signInAs("admin");
  for (const tab of ["connection", "sync", "users", "audit", "faq"]) {
    await page.goto(`/settings?tab=${tab}`);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    if (tab === "connection") await expect(page.getByRole("checkbox")).toHaveCount(2);
    await expectAccessible(page, tab);
    await keepScreenshot(page, `settings-${tab}`);
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("everything fits and the menu works", async ({ page, stack, reset, control, signInAs }) => {
    await reset();
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({ do: "sync", hours: 168 });
    await signInAs("admin");
    for (const tab of ["connection", "sync", "users", "audit", "faq"]) {
      await page.goto(`/settings?tab=${tab}`);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${tab} is wider than the screen`).toBeLessThanOrEqual(0);
      await keepScreenshot(page, `phone-${tab}`);
    }

    await page.getByRole("button", { name: "Menu openen" }).click();
    const menu = page.getByRole("dialog", { name: "Menu" });
    await expect(menu.getByRole("link", { name: "Instellingen" })).toHaveAttribute("aria-current", "page");
    await expectNoViolations(page);
    await keepScreenshot(page, "phone-menu");
    await menu.getByRole("link", { name: /^Overgeslagen/ }).click();
    await expect(page).toHaveURL("/skipped");
    await expect(menu).toHaveCount(0);
    await keepScreenshot(page, "phone-skipped");
  });
});

test("the keyboard leads past the menu", async ({ page, reset, signInAs }) => {
  await reset();
  await signInAs("admin");
  await page.goto("/settings?tab=faq");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Naar de inhoud" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();

  await settingsLink(page, "FAQ").focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings?tab=audit");
});
