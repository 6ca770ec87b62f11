import { expect, keepScreenshot, type Page, test } from "./fixtures";

test.beforeEach(({ reset }) => reset());

async function readFigure(page: Page, name: "recordings" | "imported" | "skipped" | "errors") {
  const text = await page.getByTestId(`ledger-${name}`).getByRole("definition").innerText();
  return Number(text.replace(/\D/g, ""));
}

test("van de eerste key tot de eerste sync, en de rekening klopt", async ({
  page,
  stack,
  control,
  signInAs,
}) => {
  await signInAs("admin");
  await page.goto("/");
  const steps = page.getByTestId("setup-steps");
  await expect(steps.locator("[aria-current=step]")).toContainText("Key opslaan");
  await expect(page.getByTestId("status-line")).toContainText("Nog niet geconfigureerd");
  await expect(page.getByTestId("status-line")).toContainText("nog nooit gesynct");
  await expect(page.getByTestId("sandbox-note")).toBeVisible();
  await expect(page.getByRole("button", { name: "Synchroniseer" })).toBeDisabled();
  await expect(page.getByText("Er is nog niets opgehaald")).toBeVisible();
  await keepScreenshot(page, "overview-first-run");

  await steps.getByRole("link", { name: "Key opslaan" }).click();
  await expect(page).toHaveURL("/settings?tab=connection");
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await page.goto("/");
  await expect(steps.locator("[aria-current=step]")).toContainText("Testen");

  await page.getByRole("button", { name: "Synchroniseer" }).click();
  const progress = page.getByTestId("sync-progress");
  await expect(progress).toContainText(/Bezig met pagina \d+/);
  await page.reload();
  await expect(progress).toBeVisible();
  await keepScreenshot(page, "overview-running");

  const outcome = page.getByTestId("sync-outcome");
  await expect(outcome).toContainText("Gelukt");
  await expect(steps).toHaveCount(0);
  await expect(page.getByTestId("status-line")).toContainText("Verbonden");
  await expect(page.getByTestId("status-line")).toContainText("laatste sync zojuist");
  await expect(page.getByTestId("status-line")).toContainText("taken draaien in deze server");

  const processed = Number(/([\d.]+) verwerkt/.exec(await outcome.innerText())?.[1]?.replaceAll(".", ""));
  await expect.poll(() => readFigure(page, "recordings")).toBe(processed);
  const [imported, skipped, errors] = [
    await readFigure(page, "imported"),
    await readFigure(page, "skipped"),
    await readFigure(page, "errors"),
  ];
  expect(imported + skipped + errors).toBe(processed);
  expect(imported).toBeGreaterThan(0);
  await expect(page.getByTestId("ledger")).toContainText(
    `${processed} = ${imported} + ${skipped} + ${errors}`,
  );

  const attention = page.getByTestId("attention");
  await expect(attention).toContainText(/calls? van Kees Jansen (hoort|horen) bij niemand/);
  await keepScreenshot(page, "overview");
  await page
    .getByTestId("ledger")
    .getByRole("link", { name: /zonder rep/ })
    .click();
  await expect(page).toHaveURL("/skipped");
  await page.goBack();
  await attention.getByRole("link", { name: "Bekijk" }).first().click();
  await expect(page).toHaveURL("/skipped");
});

test("een key die Fathom weigert vraagt om aandacht", async ({
  page,
  stack,
  control,
  signInAs,
  sandboxFaults,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 24 });
  await signInAs("admin");
  await page.goto("/");
  await expect(page.getByTestId("status-line")).toContainText("Verbonden");

  await sandboxFaults({ always: ["status_401"] });
  await page.getByRole("button", { name: "Synchroniseer" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText("Mislukt");
  await expect(page.getByTestId("status-line")).toContainText("Verbinding mislukt");
  const attention = page.getByTestId("attention");
  await expect(attention).toContainText("De verbinding met Fathom werkt niet");
  await expect(attention).toContainText("Fathom weigert de API key.");
  await attention.getByRole("link", { name: "Naar Fathom Koppeling" }).click();
  await expect(page).toHaveURL("/settings?tab=connection");
});

test("een kijker ziet dezelfde cijfers en niets om op te drukken", async ({
  page,
  stack,
  control,
  signInAs,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("viewer");
  await page.goto("/");
  expect(await readFigure(page, "imported")).toBeGreaterThan(0);
  await expect(page.getByTestId("ledger")).toContainText(/\d+ zonder rep met dit e-mailadres/);
  await expect(page.locator("main").getByRole("link")).toHaveCount(0);
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
});
