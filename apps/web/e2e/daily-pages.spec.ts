import { expectNoViolations } from "./expect-accessible";
import { expect, keepScreenshot, type Page, test } from "./fixtures";

const visible = (page: Page, testId: string) => page.getByTestId(testId).filter({ visible: true });

/** Each page with something on it, on whatever screen. */
const pages: Record<string, (page: Page) => Promise<void>> = {
  "het overzicht": async (page) => {
    await page.goto("/");
    await expect(page.getByTestId("attention")).toBeVisible();
    await expect(page.getByTestId("activity-days")).toBeVisible();
  },
  "de calls": async (page) => {
    await page.goto("/calls?period=custom&from=2020-01-01");
    await expect(page.getByText("25 calls getoond, er zijn er meer").last()).toBeVisible();
  },
  "wat een zoekopdracht vindt": async (page) => {
    await page.goto("/calls?q=offerte&sort=oldest");
    await expect(page.getByTestId("call-match").filter({ visible: true }).first()).toBeVisible();
  },
  "een call": async (page) => {
    await page.goto("/calls");
    await page.locator("main a[href^='/calls/']").filter({ visible: true }).first().click();
    await page.getByRole("searchbox", { name: "Zoek in transcript" }).fill("en");
    await expect(page.locator("mark[aria-current]")).toBeVisible();
  },
  "de reps": async (page) => {
    await page.goto("/reps");
    await page.getByRole("switch", { name: /Toon gearchiveerde reps/ }).click();
    await page.getByRole("button", { name: "Ververs Bram Bakker" }).click();
    await expect(visible(page, "rep-refresh")).toContainText("verwerkt");
  },
  "een rep": async (page) => {
    await page.goto("/reps");
    await page.locator("main").getByRole("link", { name: "Bram Bakker" }).click();
    await expect(page.getByTestId("rep-profile")).toBeVisible();
  },
  "het rep-formulier": async (page) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Rep toevoegen" }).click();
    await page.getByRole("button", { name: "Adres toevoegen" }).click();
    await page.getByRole("button", { name: "Toevoegen", exact: true }).click();
    await expect(page.getByText("Vul een naam in.")).toBeVisible();
  },
  "het importeren": async (page) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Importeer uit Fathom" }).click();
    await expect(page.getByRole("checkbox", { name: /Kees Jansen/ })).toBeVisible();
  },
};

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("admin");
});

for (const [name, open] of Object.entries(pages)) {
  test(`${name}: voor iedereen te gebruiken, in beide thema's`, async ({ page }) => {
    test.slow();
    await open(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
      await expectNoViolations(page);
      await keepScreenshot(page, `${name.replaceAll(" ", "-")}-${colorScheme}`);
    }
  });

  test.describe("op een telefoon", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

    test(`${name} past`, async ({ page }) => {
      await open(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${name} is breder dan het scherm`).toBeLessThanOrEqual(0);
      await expectNoViolations(page);
      await keepScreenshot(page, `phone-${name.replaceAll(" ", "-")}`);
    });
  });
}

test.describe("op een telefoon", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("laad je met je duim meer calls, en opent de hele kaart de call", async ({ page }) => {
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

test("voor de eerste sync is het overzicht ook voor iedereen te gebruiken", async ({ page, reset }) => {
  await reset();
  await page.goto("/");
  await expect(page.getByTestId("setup-steps")).toBeVisible();
  await expectNoViolations(page);
});
