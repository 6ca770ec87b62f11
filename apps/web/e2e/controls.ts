import type { Locator, Page } from "@playwright/test";

/**
 * Chooses from the list that a button opens, a select or one that is searched.
 * @param option its text, or its place from 0
 */
export async function choose(box: Locator, option: string | number) {
  await box.click();
  const options = box.page().getByRole("option");
  await (typeof option === "number"
    ? options.nth(option)
    : box.page().getByRole("option", { name: option, exact: true })
  ).click();
}

/** The link to a page of the settings in the row above them all, by what it is called in either language. */
export const settingsLink = (page: Page, name: string) =>
  page
    .getByRole("navigation", { name: /^(Onderdelen van de instellingen|Parts of the settings)$/ })
    .getByRole("link", { name });
