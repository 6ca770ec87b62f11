import { choose } from "./controls";
import { expect, keepScreenshot, type Page, test } from "./fixtures";
import { addSandboxCall } from "./sandbox-calls";

async function openCall(page: Page, title: string) {
  await page.goto(`/calls?${new URLSearchParams({ q: title }).toString()}`);
  await page.getByTestId("call-row").getByRole("link", { name: title }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
}

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await signInAs("viewer");
});

test("summary, action items, transcript and how the call came here", async ({ page, stack, control }) => {
  const title = `Gesprek ${crypto.randomUUID()}`;
  await addSandboxCall(stack, { title });
  await control({ do: "sync", hours: 24 });
  await openCall(page, title);

  const main = page.locator("main");
  await expect(main.getByRole("link", { name: "Anna de Vries" })).toBeVisible();
  const openInFathom = main.getByRole("link", { name: "Open in Fathom", exact: true });
  await expect(openInFathom).toHaveAttribute("href", /^https:\/\/fathom\.video\/share\//);
  await expect(openInFathom).toHaveAttribute("rel", /noopener/);
  await expect(
    main.getByTestId("call-summary").getByRole("heading", { name: "Key Takeaways" }),
  ).toBeVisible();
  await expect(main.getByTestId("call-story")).toHaveText(
    /^Geïmporteerd door sync vanaf de opdrachtregel van .+; gekoppeld op e-mail\.$/,
  );
  await expect(main.getByText("anna.devries@zonnewende.example", { exact: true })).toBeVisible();

  const transcript = page.getByTestId("call-transcript");
  const moments = transcript.getByRole("link", { name: /open in Fathom$/ });
  expect(await moments.count()).toBeGreaterThanOrEqual(40);
  await expect(moments.nth(5)).toHaveAttribute(
    "href",
    /^https:\/\/fathom\.video\/share\/[^?]+\?timestamp=\d+$/,
  );
  await keepScreenshot(page, "call");

  const words = (await transcript.getByRole("paragraph").nth(1).innerText()).split(" ");
  const wanted = words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  const search = page.getByRole("searchbox", { name: "Zoek in transcript" });
  await search.fill(wanted.toUpperCase());
  await expect(transcript.locator("mark[aria-current]")).toHaveText(wanted, { ignoreCase: true });
  await expect(main.getByText(/^1 van \d+$/)).toBeVisible();
  await keepScreenshot(page, "call-search");
  await search.fill("staat er niet in (");
  await expect(main.getByText("Niet gevonden")).toBeVisible();
});

test("what Fathom wrote is text, and only real links are links", async ({ page, stack, control }) => {
  const title = `Vreemde samenvatting ${crypto.randomUUID()}`;
  const markdown = [
    "# Kop",
    "<script>window.hacked = true</script>",
    "[kwaad](javascript:window.hacked=true) en [goed](https://example.com/pagina)",
    "![plaatje](https://example.com/volg.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
  ].join("\n\n");
  await addSandboxCall(stack, { title, summary: { template: null, markdown } });
  await control({ do: "sync", hours: 24 });
  await openCall(page, title);
  const summary = page.getByTestId("call-summary");
  await expect(summary).toContainText("<script>window.hacked = true</script>");
  await expect(summary.getByRole("link")).toHaveCount(1);
  await expect(summary.getByRole("link", { name: "goed" })).toHaveAttribute("rel", "noopener noreferrer");
  await expect(summary.getByText("kwaad")).toBeVisible();
  await expect(summary.locator("img")).toHaveCount(0);
  await expect(summary.getByRole("cell", { name: "2" })).toBeVisible();
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
});

test("a summary that is too large to format is shown as text", async ({ page, stack, control }) => {
  const summaries = {
    veel: "*a_ ".repeat(20_000),
    tabel: `${"| cel ".repeat(300)}|\n${"| - ".repeat(300)}|\n${`${"| cel ".repeat(300)}|\n`.repeat(300)}`,
    diep: `${"> ".repeat(2000)}onderin`,
  };
  for (const [title, markdown] of Object.entries(summaries)) {
    await addSandboxCall(stack, { title: `Summary ${title}`, summary: { template: null, markdown } });
  }
  await control({ do: "sync", hours: 24 });
  const notice = page.getByText("staat hier daarom als platte tekst");

  await openCall(page, "Summary veel");
  await expect(page.getByTestId("call-summary")).toContainText("*a_ *a_ *a_");
  await openCall(page, "Summary tabel");
  await expect(notice).toContainText("de hele samenvatting staat in Fathom");
  await expect(page.getByTestId("call-summary")).toContainText("| cel | cel");
  await expect(page.getByTestId("call-summary").locator("td")).toHaveCount(0);
  await openCall(page, "Summary diep");
  await expect(notice).toBeVisible();
  await expect(page.getByTestId("call-summary")).toContainText("onderin");
});

test("a very long transcript shows the rest when asked, and always what was found", async ({
  page,
  stack,
  control,
}) => {
  const title = `Lang gesprek ${crypto.randomUUID()}`;
  const transcript = Array.from({ length: 2500 }, (_, index) => ({
    speaker: "Anna",
    email: null,
    text: index === 2400 ? "naald" : `regel ${index}`,
    seconds: index,
  }));
  await addSandboxCall(stack, { title, transcript });
  await control({ do: "sync", hours: 24 });
  await openCall(page, title);
  const region = page.getByTestId("call-transcript");
  await expect(region.getByText("regel 1999", { exact: true })).toBeAttached();
  await expect(region.getByText("regel 2000", { exact: true })).not.toBeAttached();
  await page.getByRole("searchbox", { name: "Zoek in transcript" }).fill("naald");
  await expect(region.locator("mark[aria-current]")).toHaveText("naald");
  await page.getByRole("searchbox", { name: "Zoek in transcript" }).fill("");
  await region.getByRole("button", { name: "Toon nog 500 regels" }).click();
  await expect(region.getByText("regel 2499", { exact: true })).toBeAttached();
});

test("content that is still awaited is announced", async ({ page, stack, control }) => {
  const title = `Net opgehangen ${crypto.randomUUID()}`;
  await addSandboxCall(stack, { title, contentReadyAt: null });
  await control({ do: "sync", hours: 24 });
  await openCall(page, title);
  await expect(page.getByText("Fathom is hier nog mee bezig.")).toHaveCount(3);
  await expect(page.getByRole("searchbox", { name: "Zoek in transcript" })).toHaveCount(0);
  await keepScreenshot(page, "call-awaited");
});

test("an admin gives the call to another rep, and back to the rules; the history shows both", async ({
  page,
  stack,
  control,
  signInAs,
}) => {
  const title = `Verkeerde rep ${crypto.randomUUID()}`;
  await addSandboxCall(stack, { title });
  await control({ do: "sync", hours: 24 });
  await signInAs("admin");
  await openCall(page, title);
  await page.getByRole("button", { name: "Aan andere rep geven" }).click();
  const dialog = page.getByRole("dialog", { name: "Aan wie hoort deze call?" });
  await choose(dialog.getByRole("combobox", { name: "Rep" }), 0);
  await keepScreenshot(page, "call-link");
  await dialog.getByRole("button", { name: "Koppelen" }).click();
  await expect(page.getByTestId("call-story")).toContainText("met de hand aan deze rep gekoppeld");
  const history = page.getByTestId("call-history").getByRole("listitem");
  await expect(history).toHaveCount(2);
  await expect(history.last()).toContainText("Door Ada Beheer aan");
  await page.getByRole("button", { name: "Terug naar de regels" }).click();
  await expect(page.getByTestId("call-story")).toContainText("gekoppeld op e-mail");
  await expect(history).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Terug naar de regels" })).toHaveCount(0);
});
