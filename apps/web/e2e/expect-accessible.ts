import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "./fixtures";

/** As the page is now. */
export async function expectNoViolations(page: Page, state = "") {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  expect(found, state).toEqual([]);
}

/** In both themes, without leaving the state that the page is in. */
export async function expectAccessible(page: Page, state: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours that fade in would be measured half-way.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    await expectNoViolations(page, `${state} (${colorScheme})`);
  }
}
