import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "./fixtures";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectNothing(axe: AxeBuilder, state: string) {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  expect(found, state).toEqual([]);
}

/** As the page is now. */
export async function expectNoViolations(page: Page, state = "") {
  const axe = new AxeBuilder({ page }).withTags(TAGS);
  // An open menu lies in a layer of its own, which is in no landmark: its button is.
  const menus = await page.locator("[data-radix-popper-content-wrapper]").count();
  await expectNothing(menus > 0 ? axe.disableRules(["region"]) : axe, state);
}

/** In both themes, without leaving the state that the page is in. */
export async function expectAccessible(page: Page, state: string) {
  await wear(page, "light");
  await expectNoViolations(page, `${state} (light)`);
  await wear(page, "dark");
  // Themes differ in nothing but their colours.
  await expectNothing(
    new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]),
    `${state} (dark)`,
  );
}

async function wear(page: Page, colorScheme: "light" | "dark") {
  // Colours that fade in would be measured half-way.
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
}
