import { expect, keepScreenshot, test } from "./fixtures";

test("the same road in English", async ({ page, stack, reset, signInAs }) => {
  await reset();
  await signInAs("admin");
  await page.goto("/settings");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await page.getByLabel("API key", { exact: true }).fill("short");
  await expect(page.getByText("An API key has at least 20 characters.")).toBeVisible();
  await page.getByLabel("API key", { exact: true }).fill(stack.apiKey);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Settings saved!")).toBeVisible();
  await expect(page.getByTestId("connection-status")).toContainText("Connected");

  await page.getByRole("tab", { name: "Fathom sync" }).click();
  await page.getByRole("button", { name: "Fetch again" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText(
    /\d+ processed: \d+ new, \d+ updated, \d+ skipped, \d+ errors/,
  );
  await keepScreenshot(page, "english");

  await page.reload();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.getByRole("button", { name: "Nederlands" }).click();
  await expect(page.getByRole("heading", { name: "Instellingen" })).toBeVisible();
});
