import { expectAccessible, expectNoViolations } from "./expect-accessible";
import { expect, keepScreenshot, type Page, test } from "./fixtures";

const visible = (page: Page, testId: string) => page.getByTestId(testId).filter({ visible: true });

/** How to open each page with data on it, on a large screen and on a phone. */
const pages: Record<string, (page: Page) => Promise<void>> = {
  "the overview": async (page) => {
    await page.goto("/");
    await expect(page.getByTestId("attention")).toBeVisible();
    await expect(page.getByTestId("activity-days")).toBeVisible();
  },
  "the calls": async (page) => {
    await page.goto("/calls?period=custom&from=2020-01-01");
    await expect(page.getByText("25 calls getoond, er zijn er meer").last()).toBeVisible();
  },
  "what a search finds": async (page) => {
    await page.goto("/calls?q=offerte&sort=oldest");
    await expect(page.getByTestId("call-match").filter({ visible: true }).first()).toBeVisible();
  },
  "a call": async (page) => {
    await page.goto("/calls");
    await page.locator("main a[href^='/calls/']").filter({ visible: true }).first().click();
    await page.getByRole("searchbox", { name: "Zoek in transcript" }).fill("en");
    await expect(page.locator("mark[aria-current]")).toBeVisible();
  },
  "the reps": async (page) => {
    await page.goto("/reps");
    await page.getByRole("switch", { name: /Toon gearchiveerde reps/ }).click();
    await page.getByRole("button", { name: "Ververs Bram Bakker" }).click();
    await expect(visible(page, "rep-refresh")).toContainText("verwerkt");
  },
  "a rep": async (page) => {
    await page.goto("/reps");
    await page.locator("main").getByRole("link", { name: "Bram Bakker" }).click();
    await expect(page.getByTestId("rep-profile")).toBeVisible();
  },
  "the form of a rep": async (page) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Rep toevoegen" }).click();
    await page.getByRole("button", { name: "Adres toevoegen" }).click();
    await page.getByRole("button", { name: "Toevoegen", exact: true }).click();
    await expect(page.getByText("Vul een naam in.")).toBeVisible();
  },
  "the import of reps": async (page) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Importeer uit Fathom" }).click();
    await expect(page.getByRole("checkbox", { name: /Kees Jansen/ })).toBeVisible();
  },
};

test.describe("with calls", () => {
  let isFilled = false;

  // The pages are looked at, and nothing here depends on what a look leaves behind.
  test.beforeEach(async ({ reset, control, stack, signInAs }) => {
    await signInAs("admin");
    if (isFilled) return;
    await reset();
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({ do: "sync", hours: 720 });
    // A call that has just ended has no transcript yet, which depends on the time of day.
    await control({ do: "sql", text: "DELETE FROM calls WHERE NOT has_transcript" });
    isFilled = true;
  });

  for (const [name, open] of Object.entries(pages)) {
    test(`${name}: accessible, in both themes`, async ({ page }) => {
      test.slow();
      await open(page);
      await expectAccessible(page, name);
      await keepScreenshot(page, name.replaceAll(" ", "-"));
    });
  }

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

    for (const [name, open] of Object.entries(pages)) {
      test(`${name}: fits`, async ({ page }) => {
        await open(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
        await expectNoViolations(page);
        await keepScreenshot(page, `phone-${name.replaceAll(" ", "-")}`);
      });
    }

    test("a tap loads more calls, and the whole card opens the call", async ({ page }) => {
      await page.goto("/calls");
      const cards = visible(page, "call-card");
      await expect(cards).toHaveCount(25);
      await page.getByRole("button", { name: "Meer laden" }).tap();
      await expect(cards).toHaveCount(50);
      const card = cards.nth(3);
      const title = await card.getByRole("link").innerText();
      await card.tap({ position: { x: 20, y: 12 } });
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    });
  });
});

test("the overview is accessible before the first sync too", async ({ page, reset, signInAs }) => {
  await reset();
  await signInAs("admin");
  await page.goto("/");
  await expect(page.getByTestId("setup-steps")).toBeVisible();
  await expectNoViolations(page);
});
