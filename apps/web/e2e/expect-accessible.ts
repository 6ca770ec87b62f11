import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "./fixtures";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Finds what is wrong and nothing else, in the page itself: a list of all that is right takes most of the time. */
const axeFor = (page: Page) =>
  new AxeBuilder({ page }).options({ resultTypes: ["violations"], preload: false }).setLegacyMode();

async function expectNothing(axe: AxeBuilder, state: string) {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  expect(found, state).toEqual([]);
}

/** Checks the page as it is, in its current theme. */
export async function expectNoViolations(page: Page, state = "") {
  const axe = axeFor(page).withTags(TAGS);
  // Radix renders an open menu outside of all landmarks; the button that opens it is inside of one.
  const menus = await page.locator("[data-radix-popper-content-wrapper]").count();
  await expectNothing(menus > 0 ? axe.disableRules(["region"]) : axe, state);
}

/** Checks the page in both themes, without reloading it. */
export async function expectAccessible(page: Page, state: string) {
  await wear(page, "light");
  await expectNoViolations(page, `${state} (light)`);
  await wear(page, "dark");
  // The themes differ only in colours, so the other rules need no second run.
  await expectNothing(axeFor(page).withRules(["color-contrast", "link-in-text-block"]), `${state} (dark)`);
}

async function wear(page: Page, colorScheme: "light" | "dark") {
  // Without reduced motion axe would measure colours in the middle of a transition.
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
}
