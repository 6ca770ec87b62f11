import { expectAccessible } from "./expect-accessible";
import { choose } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";

const BRAM = "b.bakker@zonnewende-partners.example";
const group = (page: Page, text: string) => page.getByTestId("skipped-group").filter({ hasText: text });

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 720 });
  await signInAs("admin");
});

// Other tests expect exactly the reps and addresses that the stack starts with.
test.afterEach(async ({ control }) => {
  await control({ do: "sql", text: `DELETE FROM sales_rep_aliases WHERE email = '${BRAM}'` });
  await control({
    do: "sql",
    text: "DELETE FROM sales_reps WHERE email = 'kees.jansen@zonnewende.example' AND NOT EXISTS (SELECT FROM calls WHERE sales_rep_id = sales_reps.id)",
  });
});

test("from skipped to calls by an alias, and back again", async ({ page }) => {
  await page.goto("/skipped");
  const bram = group(page, BRAM);
  await expect(bram).toContainText("Geen rep met dit e-mailadres.");
  await expect(bram).toContainText("Dit lijkt Bram Bakker.");
  const counts = await page
    .getByTestId("skipped-group")
    .locator("[aria-hidden].tabular-nums")
    .allInnerTexts();
  expect(counts.map(Number)).toEqual(counts.map(Number).sort((a, b) => b - a));
  const preview = await bram.getByTestId("skipped-brings").innerText();
  const promised = Number(/\d+/.exec(preview)?.[0]);
  expect(promised).toBeGreaterThan(0);

  await bram.getByRole("button", { name: /^Bekijk de opnames? van / }).click();
  await expect(bram.getByRole("list", { name: "Opnames" }).getByRole("listitem")).toHaveCount(
    Math.min(promised, 10),
  );
  await keepScreenshot(page, "skipped-recordings");

  await bram.getByRole("button", { name: "Koppel aan Bram Bakker" }).click();
  const resolved = page.getByTestId("skipped-resolved");
  await expect(resolved).toContainText(promised === 1 ? "1 call is binnen" : `${promised} calls zijn binnen`);
  await expect(bram).toHaveCount(0);
  await keepScreenshot(page, "skipped-resolved");

  const toast = page.getByRole("listitem").filter({ hasText: "hoort nu bij Bram Bakker" });
  await toast.getByRole("button", { name: "Ongedaan maken" }).click();
  await expect(page.getByText(/weer overgeslagen/)).toBeVisible();
  await expect(resolved).toHaveCount(0);
  await expect(bram).toContainText("Dit lijkt Bram Bakker.");
});

test("choosing another rep or creating a new one", async ({ page }) => {
  await page.goto("/skipped");
  const kees = group(page, "kees.jansen@zonnewende.example");
  await kees.getByRole("button", { name: "Andere rep…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Rep maken en koppelen" }).click();
  await expect(dialog.getByText("Kies een rep, of maak een nieuwe.")).toBeVisible();
  await choose(dialog.getByRole("combobox", { name: "Rep" }), "Nieuwe rep…");
  await expect(dialog.getByLabel("Naam")).toHaveValue("Kees Jansen");
  await keepScreenshot(page, "skipped-dialog");
  await dialog.getByRole("button", { name: "Rep maken en koppelen" }).click();
  const resolved = page.getByTestId("skipped-resolved");
  await expect(resolved).toContainText(/calls zijn binnen/);
  await resolved.getByRole("link", { name: "Bekijk de calls van Kees Jansen" }).click();
  await expect(page.getByTestId("call-row").first()).toContainText("Kees Jansen");
  await page.goBack();
  await expect(group(page, "kees.jansen@")).toHaveCount(0);
});

test("an archived rep comes back after a question", async ({ page, control }) => {
  await page.goto("/skipped");
  await group(page, "pieter.kuipers@").getByRole("button", { name: "Zet Pieter Kuipers terug" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Pieter Kuipers terugzetten?");
  await dialog.getByRole("button", { name: "Terugzetten" }).click();
  await expect(page.getByText("Pieter Kuipers teruggezet.")).toBeVisible();
  await control({
    do: "sql",
    text: "UPDATE sales_reps SET archived_at = now() WHERE email = 'pieter.kuipers@zonnewende.example'",
  });
});

test("changed rules ask whose a call is, and the answer is for one call or for all", async ({
  page,
  control,
}) => {
  // Axe checks two whole pages in both themes, which takes long.
  test.slow();
  const email = "kees.jansen@zonnewende.example";
  await control({
    do: "sql",
    text: `INSERT INTO sales_reps (name, email) VALUES ('Kees Jansen', '${email}')`,
  });
  await control({ do: "sync", hours: 720 });
  await control({ do: "sql", text: `UPDATE sales_reps SET archived_at = now() WHERE email = '${email}'` });
  await control({ do: "applyRules" });

  await page.goto("/");
  const attention = page.getByTestId("attention");
  await expect(attention).toContainText(/Bij wie horen \d+ calls\?/);
  await attention.getByRole("link", { name: "Bekijk de vragen" }).click();
  const questions = page.getByTestId("call-question-group");
  await expect(questions).toHaveCount(1);
  await expect(questions).toContainText(/\d+ calls van Kees Jansen \(gearchiveerd\)/);
  const count = Number(/\d+/.exec(await questions.innerText())?.[0]);
  await keepScreenshot(page, "skipped-questions");

  await questions.getByRole("link", { name: "Bekijk de calls" }).click();
  await expect(page.getByRole("checkbox", { name: "Met een vraag" })).toBeChecked();
  await expect(page.getByTestId("call-row")).toHaveCount(count);
  await page.getByTestId("call-row").getByRole("link").first().click();
  const question = page.getByTestId("call-question");
  await expect(question).toContainText("De rep van dit adres is gearchiveerd.");
  await expectAccessible(page, "call with a question");
  await keepScreenshot(page, "call-question");
  await question.getByRole("button", { name: "Laat bij Kees Jansen" }).click();
  await expect(question).toHaveCount(0);
  await expect(page.getByTestId("call-story")).toContainText("met de hand aan deze rep gekoppeld");

  await page.goto("/skipped");
  await expect(questions).toContainText(`${count - 1} calls van Kees Jansen`);
  await expectAccessible(page, "groups of questions");
  await choose(questions.getByRole("combobox", { name: "Verplaats naar" }), "Bram Bakker");
  await questions.getByRole("button", { name: "Verplaats", exact: true }).click();
  await expect(page.getByText(`${count - 1} calls staan nu bij Bram Bakker.`)).toBeVisible();
  await expect(questions).toHaveCount(0);
});
