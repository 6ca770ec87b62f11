import { settingsLink } from "./controls";
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

  await settingsLink(page, "Fathom sync").click();
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

test("overview, search and a call in English", async ({ page, context, stack, control, reset, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("admin");
  await context.addCookies([{ name: "locale", value: "en", url: stack.url }]);
  await page.goto("/");
  await expect(page.getByRole("img", { name: /^Calls per day over 30 days/ })).toBeVisible();
  await expect(
    page.getByTestId("attention").getByRole("button", { name: "Make Kees Jansen a rep" }),
  ).toBeVisible();

  await page.goto("/calls");
  await page.getByRole("searchbox", { name: "Search title, summary and transcript" }).fill("price");
  const match = page.getByTestId("call-match").first();
  await expect(match.locator("mark").first()).toHaveText(/^price$/i);
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveText("Newest first");
  await expect(page.getByRole("link", { name: "Download CSV" })).toHaveAttribute(
    "href",
    "/api/export/calls?q=price",
  );
  await keepScreenshot(page, "english-calls");
  await page.getByTestId("call-row").getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "How this call got here" })).toBeVisible();
});
