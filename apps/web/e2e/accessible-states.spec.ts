import { expectAccessible } from "./expect-accessible";
import { choose } from "./controls";
import { expect, type Page, test } from "./fixtures";

const BRAM = "b.bakker@zonnewende-partners.example";

const main = (page: Page) => page.locator("main");
const dialog = (page: Page) => page.getByRole("dialog");

async function chooseForAnna(page: Page, action: string) {
  await page.getByRole("button", { name: "Meer acties voor Anna de Vries" }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

async function closeDialog(page: Page) {
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
}

test.describe.configure({ timeout: 90_000 });

test.describe("with calls", () => {
  test.beforeEach(async ({ reset, control, stack, signInAs }) => {
    await reset();
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    // Which recordings are skipped within a few days depends on the date, so this fetches thirty days.
    await control({ do: "sync", hours: 720 });
    // A call that has just ended has no transcript yet, which depends on the time of day.
    await control({ do: "sql", text: "DELETE FROM calls WHERE NOT has_transcript" });
    await signInAs("admin");
  });

  test("the dialogs and menus of reps", async ({ page }) => {
    await page.goto("/reps");
    await page.getByRole("button", { name: "Meer acties voor Anna de Vries" }).click();
    await expect(page.getByRole("menuitem", { name: "Bewerken" })).toBeVisible();
    await expectAccessible(page, "the menu of a rep");
    await page.keyboard.press("Escape");

    await chooseForAnna(page, "Bewerken");
    await dialog(page).getByLabel("Naam").fill("Anna de Vries-Jansen");
    await expectAccessible(page, "editing a rep");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(page, "the question about unsaved changes");
    await page.getByRole("button", { name: "Weggaan zonder opslaan" }).click();

    await chooseForAnna(page, "Archiveren");
    await expect(dialog(page)).toContainText("Anna de Vries archiveren?");
    await expectAccessible(page, "archiving a rep");
    await closeDialog(page);

    await page.getByRole("button", { name: "Importeer CSV" }).click();
    await dialog(page)
      .locator("input[type=file]")
      .setInputFiles({
        name: "reps.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("Naam;E-mailadres\nNina Nieuw;nina.nieuw@zonnewende.example\nFout;geen adres\n"),
      });
    await expect(dialog(page).getByTestId("csv-rows").getByRole("listitem")).toHaveCount(2);
    await expectAccessible(page, "the preview of a CSV file");
  });

  test("the list of calls and a call", async ({ page }) => {
    await page.goto("/calls");
    await page.getByRole("button", { name: "Kolommen" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page, "the choice of columns");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Thema" }).click();
    await expect(page.getByRole("menuitemradio", { name: "Donker" })).toBeVisible();
    await expectAccessible(page, "the choice of a theme");
    await page.goto("/calls?q=bestaatnergens");
    await expect(page.getByText("Geen calls gevonden")).toBeVisible();
    await expectAccessible(page, "nothing found");

    await page.goto("/calls");
    await main(page).locator("a[href^='/calls/']").filter({ visible: true }).first().click();
    await page.getByRole("button", { name: "Aan andere rep geven" }).click();
    await choose(dialog(page).getByRole("combobox", { name: "Rep" }), 0);
    await expectAccessible(page, "giving a call to another rep");
    await dialog(page).getByRole("button", { name: "Koppelen" }).click();
    await expect(page.getByTestId("call-story")).toContainText("met de hand");
    await page.getByRole("searchbox", { name: "Zoek in transcript" }).fill("zzzz");
    await expectAccessible(page, "a call that was linked by hand, with a toast");
  });

  test("skipped recordings, and a sync in all its states", async ({ page, control }) => {
    // The screen has other words for one recording than for several.
    await control({
      do: "sql",
      text: `DELETE FROM recordings WHERE lower(recorder_email) = '${BRAM}'
             AND recording_id <> (SELECT min(recording_id) FROM recordings WHERE lower(recorder_email) = '${BRAM}')`,
    });
    await page.goto("/skipped");
    await page.getByRole("button", { name: "Bekijk de opname van Bram Bakker", exact: true }).click();
    await expect(page.getByRole("list", { name: "Opnames" }).getByRole("listitem")).toHaveCount(1);
    await expect(page.getByRole("button", { name: /^Bekijk de opnames van / })).not.toHaveCount(0);
    await expectAccessible(page, "the recording of a group of one");
    await page.getByRole("button", { name: "Andere rep…" }).first().click();
    await choose(dialog(page).getByRole("combobox", { name: "Rep" }), "Nieuwe rep…");
    await expectAccessible(page, "a new rep for a skipped recorder");

    await page.goto("/settings?tab=sync");
    await page.getByRole("radio", { name: "Periode…" }).click();
    await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
    await expect(page.getByText("Kies de eerste dag.")).toBeVisible();
    await expectAccessible(page, "an invalid period");
    await page.getByRole("radio", { name: "Laatste 24 uur" }).click();
    await page.getByRole("button", { name: "Vooraf bekijken" }).click();
    await expect(page.getByTestId("sync-estimate")).toContainText("Er is nog niets opgehaald.");
    await expectAccessible(page, "the estimate before a sync");

    await page.getByTestId("sync-history-row").getByRole("link").click();
    await expect(page.getByTestId("decisions").getByRole("listitem").first()).toBeVisible();
    await expectAccessible(page, "a sync with its decisions");

    await control({
      do: "sql",
      text: `UPDATE sync_runs SET status = 'running', finished_at = NULL, page = 3, lease_token = gen_random_uuid(), heartbeat_at = now()`,
    });
    await page.goto("/settings?tab=sync");
    await expect(page.getByTestId("sync-progress")).toBeVisible();
    await expectAccessible(page, "a running sync");
  });

  test("the dialogs of the settings", async ({ page, control }) => {
    await page.goto("/settings?tab=users");
    await page.getByRole("button", { name: /^Meer acties voor Vera/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page, "the menu of a user");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Gebruiker uitnodigen" }).click();
    await dialog(page).getByRole("button", { name: "Uitnodigen", exact: true }).click();
    await expectAccessible(page, "inviting somebody");
    await dialog(page).getByLabel("Naam").fill("Nora Nieuw");
    await dialog(page).getByLabel("E-mailadres").fill("nora@zonnewende.example");
    await dialog(page).getByRole("button", { name: "Uitnodigen", exact: true }).click();
    const link = page.getByRole("textbox", { name: "Eenmalige link" });
    const address = await link.inputValue();
    await expectAccessible(page, "the link for the invited user");

    await page.goto("/settings?tab=connection");
    await page.getByRole("button", { name: "Tonen", exact: true }).click();
    await expect(dialog(page)).toBeVisible();
    await expectAccessible(page, "showing the key");
    await closeDialog(page);
    await choose(page.getByRole("combobox", { name: "Inhoud van calls bewaren" }), "90 dagen");
    await expect(dialog(page)).toBeVisible();
    await expectAccessible(page, "the retention period");
    await closeDialog(page);

    await page.context().clearCookies();
    await page.goto(address);
    await page.getByRole("button", { name: "Opslaan en inloggen" }).click();
    await expectAccessible(page, "an invitation");
    await page.goto("/accept-invite?token=oud");
    await expect(page.getByRole("heading", { name: "Deze link werkt niet meer" })).toBeVisible();
    await expectAccessible(page, "an old invitation");
    await control({ do: "sql", text: "DELETE FROM users WHERE email = 'nora@zonnewende.example'" });
  });

  test("the warning above every page", async ({ page, control }) => {
    await control({
      do: "sql",
      text: "UPDATE sync_runs SET finished_at = now() - interval '3 years', window_to = now() - interval '3 years'",
    });
    await control({
      do: "sql",
      text: "UPDATE system_settings SET updated_at = now() - interval '3 years'",
    });
    await page.goto("/reps");
    await expect(page.getByTestId("health-banner")).toContainText("Er is te lang geen sync gelukt");
    await expectAccessible(page, "a sync that is overdue");
  });
});

test("a new installation", async ({ page, reset, signInAs }) => {
  await reset();
  await signInAs("admin");
  for (const address of ["/", "/calls", "/skipped", "/settings?tab=sync"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, address);
  }
  await page.goto("/reps");
  await main(page).getByRole("link", { name: "Anna de Vries" }).click();
  await expect(page.getByTestId("rep-profile")).toBeVisible();
  await expectAccessible(page, "a rep without calls");
});

test.describe("when something goes wrong", () => {
  test.use({ allowedComplaints: [/status of (500|412|401)|React error #441/] });

  test("a page that does not load, a refused key and a wrong password", async ({
    page,
    stack,
    reset,
    control,
    sandboxFaults,
    signInAs,
  }) => {
    await reset();
    await page.goto("/sign-in");
    await page.getByLabel("E-mailadres").fill(stack.users.viewer.email);
    await page.getByLabel("Wachtwoord", { exact: true }).fill("niet het wachtwoord");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/horen niet bij elkaar/)).toBeVisible();
    await expectAccessible(page, "a wrong password");

    await signInAs("viewer");
    await page.goto("/settings");
    await expect(page.getByText("Alleen voor beheerders")).toBeVisible();
    await expectAccessible(page, "only for admins");

    await signInAs("admin");
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await sandboxFaults({ always: ["revoked_key"] });
    await control({ do: "sync", hours: 24 });
    await page.goto("/settings?tab=sync");
    await expect(page.getByTestId("health-banner")).toContainText("Fathom weigert de API key");
    await expectAccessible(page, "a refused key");

    await control({ do: "sql", text: "ALTER TABLE audit_logs RENAME TO audit_logs_away" });
    try {
      await page.goto("/settings?tab=audit");
      await expect(page.getByText("Deze pagina kon niet worden geladen")).toBeVisible();
      await expectAccessible(page, "a page that does not load");
    } finally {
      await control({ do: "sql", text: "ALTER TABLE audit_logs_away RENAME TO audit_logs" });
    }
  });
});
