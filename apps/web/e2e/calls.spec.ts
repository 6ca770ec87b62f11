import { readFile } from "node:fs/promises";
import { choose } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";
import { addSandboxCall } from "./sandbox-calls";

const rows = (page: Page) => page.getByTestId("call-row");

async function readTargets(page: Page) {
  return rows(page)
    .locator("a[href^='/calls/']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

test.beforeEach(async ({ reset, signInAs }) => {
  await reset();
  await signInAs("admin");
});

test("without calls the page says what to do", async ({ page }) => {
  await page.goto("/calls");
  await expect(page.getByText("Er zijn nog geen calls")).toBeVisible();
  await page.getByRole("link", { name: "Naar het overzicht" }).click();
  await expect(page).toHaveURL("/");
});

test("loading more shows the next calls, each call once", async ({ page, stack, control }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 168 });
  await page.goto("/calls");
  await expect(rows(page)).toHaveCount(25);
  await keepScreenshot(page, "calls");
  await page.getByRole("button", { name: "Meer laden" }).click();
  await expect(rows(page)).toHaveCount(50);
  const targets = await readTargets(page);
  expect(new Set(targets).size).toBe(50);

  // After going back from a call, the loaded calls are still there.
  await rows(page).nth(40).getByRole("link").first().click();
  await expect(page).toHaveURL(targets[40] ?? "");
  await page.goBack();
  await expect(rows(page)).toHaveCount(50);
});

test("search and filters are kept in the address", async ({ page, stack, control }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await addSandboxCall(stack, { title: "Zeldzame titel 100% zon" });
  await control({ do: "sync", hours: 168 });
  await page.goto("/calls");

  const search = page.getByRole("searchbox", { name: "Zoek in titel, samenvatting en transcript" });
  await search.fill("zeldzame TITEL 100%");
  await expect(page).toHaveURL("/calls?q=zeldzame+TITEL+100%25");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Zeldzame titel 100% zon");
  await page.reload();
  await expect(search).toHaveValue("zeldzame TITEL 100%");
  await expect(rows(page)).toHaveCount(1);

  await search.fill("bestaat nergens");
  await expect(page.getByText("Geen calls gevonden")).toBeVisible();
  await keepScreenshot(page, "calls-nothing-found");
  await page.getByRole("button", { name: "Filters wissen" }).last().click();
  await expect(page).toHaveURL("/calls");
  await expect(search).toHaveValue("");
  await expect(rows(page)).toHaveCount(25);

  await choose(page.getByRole("combobox", { name: "Rep" }), "Anna de Vries");
  await expect(page).toHaveURL(/rep=[0-9a-f-]{36}/);
  await expect(rows(page).filter({ hasNotText: "Anna de Vries" })).toHaveCount(0);
  await choose(page.getByRole("combobox", { name: "Extern of intern" }), "Alleen extern");
  await expect(page).toHaveURL(/kind=external/);
  await expect(rows(page).filter({ hasText: "Intern" })).toHaveCount(0);
  await expect(rows(page).first()).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/kind=/);
  await expect(page.getByRole("combobox", { name: "Extern of intern" })).toHaveText("Extern en intern");
});

test("period and transcript", async ({ page, stack, control }) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await addSandboxCall(stack, {
    title: "Lang geleden",
    startedAt: "2026-01-05T22:30:00Z",
    endedAt: "2026-01-05T23:30:00Z",
  });
  await addSandboxCall(stack, { title: "Nog zonder transcript", contentReadyAt: null });
  await control({ do: "sync", hours: 168 });
  // Older than any sync would fetch, so that only this call is in the period.
  await control({
    do: "sql",
    text: `UPDATE calls SET started_at = '2020-01-05T23:30:00Z' WHERE title <> 'Nog zonder transcript'
           AND id = (SELECT id FROM calls WHERE title <> 'Nog zonder transcript' ORDER BY started_at LIMIT 1)`,
  });

  // The call starts at 00:30 on the sixth in Amsterdam, which is still the fifth in UTC.
  await page.goto("/calls?period=custom&from=2020-01-06&to=2020-01-06");
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByLabel("Van", { exact: true })).toHaveValue("2020-01-06");
  // The page is visible before it is hydrated. What is typed until then is lost, so this types until it counts.
  const first = page.getByLabel("Van", { exact: true });
  await expect(async () => {
    await first.fill("2020-01-04");
    await first.fill("2020-01-05");
    await expect(page).toHaveURL(/from=2020-01-05/, { timeout: 1_000 });
  }).toPass();
  await page.getByLabel("Tot en met").fill("2020-01-05");
  await expect(page).toHaveURL("/calls?period=custom&from=2020-01-05&to=2020-01-05");
  await expect(page.getByText("Geen calls gevonden")).toBeVisible();

  await choose(page.getByRole("combobox", { name: "Periode" }), "Laatste 7 dagen");
  await expect(page).toHaveURL("/calls?period=7");
  const awaited = rows(page).filter({ hasText: "Nog zonder transcript" });
  await expect(awaited).toContainText("Inhoud wordt nog verwacht");
  await page.getByRole("checkbox", { name: "Met transcript" }).click();
  await expect(page).toHaveURL("/calls?period=7&transcript=1");
  await expect(awaited).toHaveCount(0);
  await expect(rows(page).first()).toContainText("Transcript");
});

test("a title with code in it is plain text", async ({ page, stack, control }) => {
  const title = `<script>window.hackedOnce = true</script><img src=x onerror="window.hacked=true">`;
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await addSandboxCall(stack, { title });
  await control({ do: "sync", hours: 24 });
  await page.goto("/calls?q=%3Cscript%3Ehackedonce");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(title);
  await rows(page).getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page).toHaveTitle(`${title} · Koppeling`);
  expect(await page.evaluate(() => "hacked" in window || "hackedOnce" in window)).toBe(false);
});

test("a word of a conversation: the sentence that holds it, and the call at that place", async ({
  page,
  stack,
  control,
}) => {
  const title = `Kwartaalgesprek ${crypto.randomUUID()}`;
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await addSandboxCall(stack, {
    title,
    transcript: [
      { speaker: "Anna de Vries", text: "Fijn dat je er bent.", email: null, seconds: 5 },
      {
        speaker: "Zoë Prins",
        text: "Het onderhoudscontract loopt in mei af, in het café.",
        email: null,
        seconds: 753,
      },
    ],
  });
  await control({ do: "sync", hours: 24 });
  await page.goto("/calls");
  await page
    .getByRole("searchbox", { name: "Zoek in titel, samenvatting en transcript" })
    .fill("contract cafe");
  const match = rows(page).filter({ hasText: title }).getByTestId("call-match");
  await expect(match).toContainText("Zoë Prins, 12:33:");
  await expect(match.locator("mark")).toHaveText(["contract", "café"]);
  await keepScreenshot(page, "calls-search");

  await rows(page).getByRole("link", { name: title }).click();
  await expect(page).toHaveURL(/\?q=contract\+cafe$/);
  await expect(page.getByTestId("call-transcript").locator("mark[aria-current]")).toHaveText("contract");
  const search = page.getByRole("searchbox", { name: "Zoek in transcript" });
  await search.press("Enter");
  await expect(page.getByTestId("call-transcript").locator("mark[aria-current]")).toHaveText("café");
  await search.press("Shift+Enter");
  await expect(page.getByTestId("call-transcript").locator("mark[aria-current]")).toHaveText("contract");
});

test("order, columns that are remembered, and the file with the same filter", async ({
  page,
  stack,
  control,
}) => {
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await addSandboxCall(stack, { title: "=1+1 Kort en gevaarlijk" });
  await control({ do: "sync", hours: 168 });
  await page.goto("/calls?sort=longest");
  await expect(page.getByRole("combobox", { name: "Volgorde" })).toHaveText("Langste eerst");
  await page.getByRole("button", { name: "Kolommen" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Met wie" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Team" }).click();
  await page.keyboard.press("Escape");
  const headings = page.getByRole("columnheader");
  await expect(headings).toHaveText(["Wanneer", "Titel", "Rep", "Duur", "Team", "Inhoud"]);
  await page.reload();
  await expect(headings).toHaveText(["Wanneer", "Titel", "Rep", "Duur", "Team", "Inhoud"]);
  await keepScreenshot(page, "calls-columns");

  await page.goto("/calls?q=gevaarlijk");
  await expect(rows(page)).toHaveCount(1);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV downloaden" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^calls-\d{4}-\d{2}-\d{2}\.csv$/);
  const csv = await readFile(await download.path(), "utf8");
  const [head, first, ...rest] = csv.split("\r\n");
  expect(head).toContain('"Wanneer","Titel","Rep"');
  expect(first).toContain(`,"'=1+1 Kort en gevaarlijk","Anna de Vries",`);
  expect(rest).toEqual([""]);

  const excel = page.waitForEvent("download");
  await page.getByRole("link", { name: "Voor Excel (NL)" }).click();
  const sheet = await readFile(await (await excel).path(), "utf8");
  expect(sheet).toContain('\uFEFF"Wanneer";"Titel";"Rep"');
});

test("the file is only for users who are signed in", async ({ request, stack }) => {
  const response = await request.get(`${stack.url}/api/export/calls`, { headers: { cookie: "" } });
  expect(response.status()).toBe(401);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a search gives cards with the place that was found, and nothing is off the screen", async ({
    page,
    stack,
    control,
  }) => {
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({ do: "sync", hours: 168 });
    await page.goto("/calls?q=offerte");
    await expect(page.getByTestId("call-card").first().locator("mark").first()).toBeVisible();
    await keepScreenshot(page, "calls-phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByTestId("call-card").first().getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await keepScreenshot(page, "call-phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
