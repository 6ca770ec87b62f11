import { expect, keepScreenshot, type Page, test } from "./fixtures";

const ANNA = "anna.devries@zonnewende.example";
const row = (page: Page, name: string) => page.getByTestId("rep-row").filter({ hasText: name });

async function choose(page: Page, name: string, action: string) {
  await page.getByRole("button", { name: `Meer acties voor ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await signInAs("admin");
});

// Other tests expect exactly the reps that the stack starts with.
test.afterEach(async ({ reset, control }) => {
  await reset();
  await control({
    do: "sql",
    text: "DELETE FROM sales_reps WHERE email IN ('nina.nieuw@zonnewende.example', 'kees.jansen@zonnewende.example')",
  });
});

test.describe("adding, editing, archiving and restoring", () => {
  // The browser logs every 409, also the one that this test provokes.
  test.use({ allowedComplaints: [/status of 409 .*\/api\/trpc\/salesReps\.create/] });

  test("a rep from beginning to end", async ({ page }) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Rep toevoegen" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Toevoegen", exact: true }).click();
    await expect(dialog.getByText("Vul een naam in.")).toBeVisible();
    await expect(dialog.getByText("Vul een e-mailadres in.")).toBeVisible();

    await dialog.getByLabel("Naam").fill("Nina Nieuw");
    await dialog.getByLabel("E-mailadres", { exact: true }).fill(ANNA.toUpperCase());
    await dialog.getByRole("button", { name: "Toevoegen", exact: true }).click();
    await expect(dialog.getByText("Er is al een rep met dit e-mailadres.")).toBeVisible();
    await expect(dialog.getByLabel("E-mailadres", { exact: true })).toBeFocused();
    await keepScreenshot(page, "rep-taken");

    await dialog.getByLabel("E-mailadres", { exact: true }).fill("Nina.Nieuw@zonnewende.example");
    await dialog.getByRole("button", { name: "Toevoegen", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText("Nina Nieuw toegevoegd.")).toBeVisible();
    await expect(row(page, "Nina Nieuw")).toContainText("nina.nieuw@zonnewende.example");
    await expect(row(page, "Nina Nieuw")).toContainText("Actief");

    await choose(page, "Nina Nieuw", "Bewerken");
    await dialog.getByRole("button", { name: "Adres toevoegen" }).click();
    await dialog.getByRole("textbox", { name: "Extra e-mailadres 1" }).fill("nina@");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(dialog.getByText("Dit lijkt geen e-mailadres.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Extra e-mailadres 1" }).fill("nina@partner.example");
    await dialog.getByRole("button", { name: "Opslaan" }).click();
    await expect(row(page, "Nina Nieuw")).toContainText("en nog 1 adres");

    await choose(page, "Nina Nieuw", "Archiveren");
    await expect(dialog).toContainText("Nina Nieuw archiveren?");
    await dialog.getByRole("button", { name: "Archiveren" }).click();
    await expect(page.getByText("Nina Nieuw gearchiveerd.")).toBeVisible();
    await expect(row(page, "Nina Nieuw")).toHaveCount(0);

    await page.getByRole("switch", { name: /Toon gearchiveerde reps/ }).click();
    await expect(row(page, "Nina Nieuw")).toContainText("Gearchiveerd");
    await expect(page.getByRole("button", { name: "Ververs Nina Nieuw" })).toHaveCount(0);
    await choose(page, "Nina Nieuw", "Terugzetten");
    await dialog.getByRole("button", { name: "Terugzetten" }).click();
    await expect(page.getByText("Nina Nieuw teruggezet.")).toBeVisible();
    await expect(row(page, "Nina Nieuw")).toContainText("Actief");

    await row(page, "Nina Nieuw").getByRole("link", { name: "Nina Nieuw" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nina Nieuw");
    await expect(page.getByTestId("rep-profile")).toContainText("nina@partner.example");
    await expect(page.getByTestId("rep-profile")).toContainText("nog nooit een call gezien");
  });
});

test("importing from Fathom", async ({ page }) => {
  await page.goto("/reps");
  await page.getByRole("button", { name: "Importeer uit Fathom" }).click();
  const dialog = page.getByRole("dialog");
  const candidates = dialog.getByRole("list", { name: "Teamleden in Fathom" });
  await expect(candidates.getByRole("listitem").filter({ hasText: "Anna de Vries" })).toContainText(
    "Is al rep",
  );
  await expect(candidates.getByRole("checkbox")).toHaveCount(1);
  await expect(dialog.getByRole("button", { name: "Importeren" })).toBeDisabled();
  await candidates.getByRole("checkbox", { name: /Kees Jansen/ }).click();
  await keepScreenshot(page, "rep-import");
  await dialog.getByRole("button", { name: "1 rep importeren" }).click();
  await expect(dialog.getByText("1 rep toegevoegd")).toBeVisible();
  await dialog.getByRole("button", { name: "Sluiten" }).first().click();
  await expect(row(page, "Kees Jansen")).toContainText("Actief");
});

test.describe("a CSV file", () => {
  test.use({ allowedComplaints: [/status of 400 .*salesReps\.importCsv/] });

  test("reps from a CSV file, with a preview of what it does", async ({ page, control }) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Importeer CSV" }).click();
    const dialog = page.getByRole("dialog");
    const choose = (text: string) =>
      dialog
        .locator("input[type=file]")
        .setInputFiles({ name: "reps.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await choose("hallo");
    await expect(dialog.getByText("Dit bestand is niet te gebruiken")).toBeVisible();
    await choose(
      "\uFEFFNaam;E-mailadres;Team\nNina Nieuw;nina.nieuw@zonnewende.example;Sales\nFout;geen adres;\n",
    );
    const rows = dialog.getByTestId("csv-rows").getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(0)).toContainText("Nieuw");
    await expect(rows.nth(1)).toContainText("Dit is geen e-mailadres.");
    await keepScreenshot(page, "rep-csv");
    await dialog.getByRole("button", { name: "1 regel importeren" }).click();
    await expect(dialog.getByText("1 rep toegevoegd, 0 bijgewerkt.")).toBeVisible();
    await dialog.getByRole("button", { name: "Sluiten" }).first().click();
    await expect(row(page, "Nina Nieuw")).toContainText("nina.nieuw@zonnewende.example");
    await control({
      do: "sql",
      text: "DELETE FROM sales_reps WHERE email = 'nina.nieuw@zonnewende.example'",
    });
  });
});

test("refreshing one rep, in the list and on its own page", async ({ page }) => {
  await page.goto("/reps");
  await expect(row(page, "Anna de Vries")).toContainText("nog nooit");
  await page.getByRole("button", { name: "Ververs Anna de Vries" }).click();
  const refresh = page.getByTestId("rep-refresh").filter({ visible: true });
  await expect(refresh).toContainText(/\d+ verwerkt: \d+ nieuw/);
  await expect(row(page, "Anna de Vries")).not.toContainText("nog nooit");
  await expect(row(page, "Bram Bakker")).toContainText("nog nooit");
  await keepScreenshot(page, "reps-refreshed");

  await row(page, "Anna de Vries").getByRole("link", { name: "Anna de Vries" }).click();
  await expect(page.getByTestId("rep-profile")).toContainText("Calls laatste 30 dagen");
  await expect(page.getByTestId("call-row")).toHaveCount(25);
  await page.getByRole("button", { name: "Ververs Anna de Vries" }).click();
  await expect(refresh).toContainText("0 nieuw, 0 bijgewerkt");
  await expect(refresh).toContainText("Er was niets nieuws.");
  await keepScreenshot(page, "rep");
  await page.getByRole("link", { name: "Zoeken in deze calls" }).click();
  await expect(page.getByRole("combobox", { name: "Rep" })).toContainText("Anna de Vries");
});

test("the page says so while another sync runs", async ({ page, control }) => {
  await page.goto("/reps");
  await control({
    do: "sql",
    text: `INSERT INTO sync_runs (kind, trigger, status, window_from, window_to, lease_token, heartbeat_at, started_at)
           VALUES ('incremental', 'schedule', 'running', now() - interval '1 day', now(), gen_random_uuid(), now(), now())`,
  });
  await page.getByRole("button", { name: "Ververs Anna de Vries" }).click();
  await expect(page.getByTestId("rep-refresh").filter({ visible: true })).toContainText(
    "Er loopt nu een andere sync.",
  );
});

test("a viewer sees reps and calls, and no buttons", async ({ page, context, control, signInAs }) => {
  await control({ do: "sync", hours: 24 });
  await context.clearCookies();
  await signInAs("viewer");
  await page.goto("/reps");
  await expect(row(page, "Anna de Vries")).toBeVisible();
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  await row(page, "Anna de Vries").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anna de Vries");
  await expect(page.locator("main").getByRole("button", { name: /Ververs|Meer acties/ })).toHaveCount(0);
});
