import { settingsLink } from "./controls";
import { expect, keepScreenshot, test } from "./fixtures";

const RESULT = /\d+ verwerkt: \d+ nieuw, \d+ bijgewerkt, \d+ overgeslagen, \d+ fouten/;

test.beforeEach(async ({ reset, signInAs }) => {
  await reset();
  await signInAs("admin");
});

test("a sync of thirty days: progress, outcome, reasons and history", async ({
  page,
  stack,
  control,
  sandboxFaults,
}) => {
  test.slow();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await page.goto("/settings");
  await settingsLink(page, "Fathom Sync").click();
  await expect(page).toHaveURL("/settings?tab=sync");
  await expect(page.getByText("Er is nog geen sync geweest")).toBeVisible();

  // The sandbox refuses requests, so that the run is still going after the reload on a fast machine too.
  await sandboxFaults({ always: ["status_429_seconds"] });
  await page.getByRole("radio", { name: "Laatste 30 dagen" }).click();
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  const progress = page.getByTestId("sync-progress");
  await expect(progress).toBeVisible();
  await expect(page.getByRole("button", { name: "Opnieuw ophalen" })).toBeDisabled();
  await keepScreenshot(page, "sync-progress");

  await page.reload();
  await expect(progress).toBeVisible();
  await sandboxFaults({});

  const outcome = page.getByTestId("sync-outcome");
  // Each refusal in a row makes the next wait longer, so this wait depends on how long the page took until here.
  await expect(outcome).toContainText(RESULT, { timeout: 60_000 });
  await expect(outcome).toContainText("Gelukt");
  const reasons = outcome.getByRole("list", { name: "Waarom overgeslagen" });
  await expect(reasons).toContainText("zonder rep met dit e-mailadres");
  await expect(reasons).toContainText("van een gearchiveerde rep");
  const row = page.getByTestId("sync-history-row");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("Laatste 30 dagen");
  await expect(row).toContainText("Ada Beheer");
  await keepScreenshot(page, "sync-outcome");

  await page.getByRole("button", { name: /opnieuw uitvoeren/ }).click();
  await expect(row).toHaveCount(2);
  await expect(outcome).toContainText("0 nieuw");
  await expect(reasons).toContainText("ongewijzigd");

  await reasons.getByRole("link", { name: /zonder rep/ }).click();
  await expect(page).toHaveURL("/skipped");
  await expect(page.getByTestId("skipped-group").filter({ hasText: "Kees Jansen" })).toContainText(
    "Geen rep met dit e-mailadres.",
  );
  await keepScreenshot(page, "skipped");
});

test("a wait that Fathom asked for is shown, and an admin can end it", async ({
  page,
  stack,
  control,
  sandboxFaults,
}) => {
  test.slow();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await page.goto("/settings?tab=sync");
  await sandboxFaults({ always: ["status_429_seconds"] });
  await page.getByRole("radio", { name: "Laatste 24 uur" }).click();
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  const block = page.getByTestId("fathom-block");
  // Each refusal in a row makes the next wait longer; after the fourth it is at least eight seconds.
  await expect(block).toContainText(/Fathom zei \d keer op rij dat er te veel verzoeken zijn/, {
    timeout: 60_000,
  });
  await expect(block).toContainText(/Om \d\d:\d\d:\d\d proberen we het opnieuw/);
  await expect(page.getByTestId("sync-progress")).toContainText(/Verder om \d\d:\d\d:\d\d/);
  await keepScreenshot(page, "fathom-block");
  await sandboxFaults({});
  await block.getByRole("button", { name: "Nu opnieuw proberen" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText(RESULT);
  await expect(block).toBeHidden();
  await page.goto("/settings?tab=audit");
  await expect(page.getByRole("cell", { name: "Wachttijd van Fathom beëindigd" })).toBeVisible();
});

test("a running sync can be stopped", async ({ page, stack, control, sandboxFaults }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await sandboxFaults({ always: ["status_429_seconds"] });
  await page.goto("/settings?tab=sync");
  await page.getByRole("radio", { name: "Laatste 30 dagen" }).click();
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText("Gestopt");
  await expect(page.getByTestId("sync-history-row")).toContainText("Gestopt");
});

test("a custom period asks for two days in the right order", async ({ page, stack, control }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await page.goto("/settings?tab=sync");
  await page.getByRole("radio", { name: "Periode…" }).click();
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await expect(page.getByText("Kies de eerste dag.")).toBeVisible();

  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Van", { exact: true }).fill(day(3));
  await page.getByLabel("Tot en met").fill(day(5));
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await expect(page.getByText("De laatste dag ligt voor de eerste.")).toBeVisible();

  await page.getByLabel("Van", { exact: true }).fill(day(6));
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText(RESULT);
});

test.describe("a refused key", () => {
  test.use({ allowedComplaints: [/status of 412 .*fathomSettings\.teams/] });

  test("says what to do", async ({ page, stack, control, sandboxFaults }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await sandboxFaults({ always: ["status_401"] });
    await page.goto("/settings?tab=sync");
    await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
    const outcome = page.getByTestId("sync-outcome");
    await expect(outcome).toContainText("Mislukt");
    await expect(outcome).toContainText("Maak in Fathom een nieuwe key");
    await keepScreenshot(page, "sync-failed");
    await outcome.getByRole("link", { name: "Naar Fathom Koppeling" }).click();
    await expect(page.getByTestId("connection-status")).toContainText("Verbinding mislukt");
  });
});

test("without a key the screen shows the way", async ({ page }) => {
  await page.goto("/settings?tab=sync");
  await expect(page.getByRole("button", { name: "Opnieuw ophalen" })).toBeDisabled();
  await page.getByRole("link", { name: "Sla er eerst een op bij Fathom Koppeling" }).click();
  await expect(page).toHaveURL("/settings?tab=connection");
});
