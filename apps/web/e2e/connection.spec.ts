import { settingsLink } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";

const apiKeyField = (page: Page) => page.getByLabel("API key", { exact: true });
const saveButton = (page: Page) => page.getByRole("button", { name: "Opslaan" });
const testButton = (page: Page) => page.getByRole("button", { name: "Test Verbinding" });
const statusCard = (page: Page) => page.getByTestId("connection-status");
const toast = (page: Page, text: string) => page.locator("[data-sonner-toast]").filter({ hasText: text });

test.beforeEach(async ({ reset, signInAs }) => {
  await reset();
  await signInAs("admin");
});

test("from nothing to connected: format, refusal, test and saving", async ({ page, stack }) => {
  await page.goto("/settings");
  await expect(settingsLink(page, "Fathom Koppeling")).toHaveAttribute("aria-current", "page");
  await expect(statusCard(page)).toContainText("Nog niet geconfigureerd");
  await expect(saveButton(page)).toBeDisabled();
  await expect(testButton(page)).toBeDisabled();
  await keepScreenshot(page, "connection-empty");

  await apiKeyField(page).fill("te kort");
  await expect(page.getByText("Een API key heeft minstens 20 tekens.")).toBeVisible();
  await apiKeyField(page).fill("een key met spaties erin!");
  await expect(page.getByText("Alleen letters, cijfers, punt, streepje en underscore.")).toBeVisible();
  await expect(saveButton(page)).toBeDisabled();
  await page.keyboard.press("Enter");
  await page.reload();
  await expect(statusCard(page)).toContainText("Nog niet geconfigureerd");
  await expect(page.getByTestId("stored-api-key")).toHaveCount(0);

  await apiKeyField(page).fill("deze-key-kent-fathom-niet");
  await testButton(page).click();
  await expect(toast(page, "Verbinding mislukt: controleer of de API key klopt")).toBeVisible();
  await expect(page.getByTestId("connection-test-result")).toContainText("Fathom weigert de API key.");

  await apiKeyField(page).fill(stack.apiKey);
  await expect(page.getByTestId("connection-test-result")).toBeEmpty();
  await testButton(page).click();
  await expect(page.getByTestId("connection-test-result")).toContainText(
    "Verbinding succesvol! Team Sales, Marketing · 10+ calls zichtbaar",
  );

  await saveButton(page).click();
  await expect(toast(page, "Configuratie opgeslagen!")).toBeVisible();
  await expect(statusCard(page)).toContainText("Verbonden");
  await expect(statusCard(page)).toContainText("zojuist getest");
  await expect(page.getByTestId("stored-api-key")).toHaveText("sandbox...xvKAs");
  await expect(apiKeyField(page)).toHaveValue("");
  await expect(saveButton(page)).toBeDisabled();
  await keepScreenshot(page, "connection-connected");

  await page.reload();
  await expect(statusCard(page)).toContainText("Verbonden");
});

test("a saved key is shown only for the user's password", async ({ page, stack, control }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  const { password } = stack.users.admin;
  await page.goto("/settings");
  await expect(page.getByText(stack.apiKey)).toHaveCount(0);
  expect(await page.content()).not.toContain(stack.apiKey);

  await page.getByRole("button", { name: "Tonen", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "API key tonen" });
  await keepScreenshot(page, "connection-reveal");
  await dialog.getByLabel("Je wachtwoord").fill(password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("API key")).toHaveValue(stack.apiKey);

  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Tonen", exact: true }).click();
  await expect(dialog.getByLabel("Je wachtwoord")).toHaveValue("");

  await page.goto("/settings?tab=audit");
  await expect(page.getByRole("row").filter({ hasText: "Geheim bekeken" })).toContainText("Fathom API key");
  await keepScreenshot(page, "audit");
});

test.describe("a wrong password", () => {
  test.use({ allowedComplaints: [/status of 403 .*fathomSettings\.reveal/] });

  test("does not show the key", async ({ page, stack, control }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await page.goto("/settings");
    await page.getByRole("button", { name: "Tonen", exact: true }).click();
    await page.getByLabel("Je wachtwoord").fill("zomaar iets");
    await page.getByRole("button", { name: "Toon de key" }).click();
    await expect(page.getByText("Het wachtwoord klopt niet.")).toBeVisible();
  });
});

test.describe("too many tests", () => {
  test.use({ allowedComplaints: [/status of 429 .*fathomSettings\.test/] });

  test("are refused with a time to wait", async ({ page, stack, control }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await page.goto("/settings");
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      const answered = page.waitForResponse("**/api/trpc/fathomSettings.test*");
      await testButton(page).click();
      await answered;
      await expect(testButton(page)).not.toHaveAttribute("aria-busy", "true");
    }
    await expect(page.getByText(/Te veel tests\. Probeer het over \d+ minuten opnieuw\./)).toBeVisible();
  });
});

test("teams and webhook secret are saved, and the secret can be cleared", async ({
  page,
  stack,
  control,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await page.goto("/settings");
  await page.getByRole("checkbox", { name: "Marketing" }).click();
  await page.getByLabel("Webhook Secret (Optioneel)").fill("whsec_te-kort");
  await expect(page.getByText("Een webhook secret begint met whsec_ en komt uit Fathom.")).toBeVisible();
  await page.getByLabel("Webhook Secret (Optioneel)").fill("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  await saveButton(page).click();
  await expect(toast(page, "Configuratie opgeslagen!")).toBeVisible();

  await page.reload();
  await expect(page.getByRole("checkbox", { name: "Marketing" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Sales" })).not.toBeChecked();
  await page.getByRole("button", { name: "Wissen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Wissen" }).click();
  await expect(toast(page, "Webhook secret gewist.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Wissen" })).toHaveCount(0);
});

test.describe("a key that Fathom no longer accepts", () => {
  test.use({ allowedComplaints: [/status of 412 .*fathomSettings\.teams/] });

  test("the card shows a later refusal of Fathom, with the reason", async ({
    page,
    stack,
    control,
    sandboxFaults,
  }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await sandboxFaults({ always: ["status_401"] });
    await page.goto("/settings");
    await testButton(page).click();
    await expect(statusCard(page)).toContainText("Verbinding mislukt");
    await expect(statusCard(page)).toContainText("Maak in Fathom een nieuwe key");
    await keepScreenshot(page, "connection-failed");
  });
});

test.describe("a key that was encrypted with a lost encryption key", () => {
  test.use({ allowedComplaints: [/status of 412 .*fathomSettings\.teams/] });

  test("does not break the screen, and a new key solves it", async ({ page, stack, control }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({
      do: "sql",
      text: "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.oud.') WHERE setting_key = 'fathom_api_key'",
    });
    await page.goto("/settings");
    await expect(statusCard(page)).toContainText("Verbinding mislukt");
    await expect(statusCard(page)).toContainText("de sleutel oud ontbreekt in SETTINGS_ENCRYPTION_KEYS");
    await keepScreenshot(page, "connection-unreadable");

    await apiKeyField(page).fill(stack.apiKey);
    await saveButton(page).click();
    await expect(statusCard(page)).toContainText("Verbonden");
    await expect(statusCard(page)).not.toContainText("SETTINGS_ENCRYPTION_KEYS");
  });
});

test("help with the key opens the answer in the FAQ", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Hulp nodig met je API key?" }).click();
  await expect(page).toHaveURL("/settings?tab=faq#api-key");
  await expect(page.getByRole("heading", { name: "Hoe kom ik aan een API key?" })).toBeInViewport();
  await keepScreenshot(page, "faq");
});
