import { expect, keepScreenshot, type Page, test } from "./fixtures";

test.beforeEach(({ reset }) => reset());

async function readFigure(page: Page, name: "recordings" | "imported" | "skipped" | "errors") {
  const text = await page.getByTestId(`ledger-${name}`).getByRole("definition").innerText();
  return Number(text.replace(/\D/g, ""));
}

test("from the first key to the first sync, and the figures add up", async ({
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

test("a running sync shows its progress, also after a reload, and then its outcome", async ({
  page,
  stack,
  control,
  signInAs,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({
    do: "sql",
    text: `INSERT INTO sync_runs (kind, trigger, status, page, processed, imported, window_from, window_to, lease_token, heartbeat_at, started_at)
           VALUES ('incremental', 'schedule', 'running', 3, 30, 30, now() - interval '1 day', now(), gen_random_uuid(), now(), now())`,
  });
  await signInAs("viewer");
  await page.goto("/");
  const progress = page.getByTestId("sync-progress");
  await expect(progress).toContainText("Bezig met pagina 3");
  await page.reload();
  await expect(progress).toContainText("Bezig met pagina 3");
  await expect(progress.getByRole("button", { name: "Stop" })).toHaveCount(0);

  await control({ do: "sql", text: "UPDATE sync_runs SET page = 4, processed = 41, imported = 41" });
  await expect(progress).toContainText("Bezig met pagina 4");
  await expect(progress).toContainText("41");
  await keepScreenshot(page, "overview-running");
  await control({
    do: "sql",
    text: "UPDATE sync_runs SET status = 'succeeded', finished_at = now(), lease_token = NULL",
  });
  await expect(page.getByTestId("sync-outcome")).toContainText("41 verwerkt: 41 nieuw");
  await expect(page.getByTestId("status-line")).toContainText("laatste sync zojuist");
});

test("a key that Fathom refuses asks for attention", async ({
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

test("a viewer sees the same figures and no buttons", async ({ page, stack, control, signInAs }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("viewer");
  await page.goto("/");
  expect(await readFigure(page, "imported")).toBeGreaterThan(0);
  await expect(page.getByTestId("ledger")).toContainText(/\d+ zonder rep met dit e-mailadres/);
  // The only links are those of the charts to reps, which viewers may see.
  await expect(page.locator("main a:not([href^='/reps'])")).toHaveCount(0);
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
});

test("the activity of the team, and a suggestion that one press does and another undoes", async ({
  page,
  stack,
  control,
  signInAs,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("admin");
  await page.goto("/");
  const days = page.getByTestId("activity-days");
  await expect(days.getByRole("img", { name: /^Calls per dag over 30 dagen/ })).toBeVisible();
  await expect(days.getByRole("row")).toHaveCount(31);
  const reps = page.getByTestId("activity-reps");
  const counts = await reps.getByRole("row").locator("td:nth-of-type(1)").allInnerTexts();
  const perDay = await days.getByRole("row").locator("td:nth-of-type(1)").allInnerTexts();
  const sum = (texts: string[]) => texts.map(Number).reduce((total, count) => total + count, 0);
  expect(sum(counts)).toBe(sum(perDay));
  expect(sum(counts)).toBeGreaterThan(20);
  await keepScreenshot(page, "overview-activity");

  const attention = page.getByTestId("attention");
  await attention.getByRole("button", { name: /^Maak Kees Jansen rep$/ }).click();
  await expect(page.getByText(/is gekoppeld\. De calls komen nu binnen\./)).toBeVisible();
  await expect(attention.getByText(/van Kees Jansen/)).toHaveCount(0);
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await expect(page.getByText("Teruggedraaid.")).toBeVisible();
  await expect(attention.getByText(/van Kees Jansen/)).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the overview fits the screen", async ({ page, stack, control, signInAs }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({ do: "sync", hours: 168 });
    await signInAs("admin");
    await page.goto("/");
    await expect(page.getByTestId("activity-days")).toBeVisible();
    await keepScreenshot(page, "overview-phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
