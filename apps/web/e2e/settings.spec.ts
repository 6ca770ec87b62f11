import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { choose } from "./controls";
import { expect, keepScreenshot, test } from "./fixtures";

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await signInAs("admin");
});

test("realtime: on, self-test, off", async ({ page, stack }) => {
  await page.goto("/settings?tab=connection");
  const card = page.getByTestId("realtime");
  await card.getByRole("button", { name: "Realtime aanzetten" }).click();
  const outcome = card.getByTestId("self-test");
  await expect(outcome).toContainText("De zelftest is geslaagd.");
  await expect(outcome.getByRole("listitem")).toHaveCount(3);
  await expect(card).toContainText(`${stack.url}/api/webhooks/fathom`);
  await keepScreenshot(page, "realtime-on");

  await page.reload();
  await card.getByRole("button", { name: "Zelftest" }).click();
  await expect(outcome).toContainText("De zelftest is geslaagd.");
  await card.getByRole("button", { name: "Uitzetten" }).click();
  const dialog = page.getByRole("dialog", { name: "Realtime uitzetten?" });
  await dialog.getByRole("button", { name: "Uitzetten" }).click();
  await expect(page.getByText("Realtime staat uit.")).toBeVisible();
  await expect(card.getByRole("button", { name: "Realtime aanzetten" })).toBeEnabled();
});

test("a parked delivery can be tried again, as long as its body is still there", async ({
  page,
  control,
}) => {
  await control({
    do: "sql",
    text: `INSERT INTO webhook_events (webhook_id, body, sent_at, received_at, status, attempts, due_at, last_error)
      VALUES ('msg_parked', 'geen json', now(), now(), 'parked', 5, now(), 'the body is no JSON'),
        ('msg_gone', NULL, now(), now() - interval '100 days', 'parked', 5, now(), 'an old fault')`,
  });
  await page.goto("/settings?tab=connection");
  const parked = page.getByTestId("parked-events");
  await expect(parked).toContainText("the body is no JSON");
  await expect(parked.getByRole("listitem").filter({ hasText: "an old fault" })).toContainText(
    "De inhoud is niet bewaard gebleven.",
  );
  await parked.getByRole("button", { name: /opnieuw verwerken/ }).click();
  await expect(page.getByText("De melding wordt opnieuw verwerkt.")).toBeVisible();
});

test("the retention period asks first, and is kept", async ({ page }) => {
  await page.goto("/settings?tab=connection");
  const choice = page.getByRole("combobox", { name: "Inhoud van calls bewaren" });
  await choose(choice, "90 dagen");
  const dialog = page.getByRole("dialog", { name: "De inhoud van calls na 90 dagen wissen?" });
  await dialog.getByRole("button", { name: "Annuleren" }).click();
  await expect(choice).toHaveText("Voor altijd");
  await choose(choice, "90 dagen");
  await dialog.getByRole("button", { name: "Bewaartermijn instellen" }).click();
  await expect(page.getByText("Bewaartermijn opgeslagen.")).toBeVisible();
  await page.reload();
  await expect(choice).toHaveText("90 dagen");
});

test.describe("notifications", () => {
  test.use({ allowedComplaints: [/status of 400 .*notifications\.update/] });

  test("saving an address and trying it", async ({ page }) => {
    const texts: string[] = [];
    const receiver = createServer((request, response) => {
      request.on("data", (chunk: Buffer) => texts.push(chunk.toString()));
      request.on("end", () => response.writeHead(200).end("ok"));
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    try {
      await page.goto("/settings?tab=connection");
      const card = page.getByTestId("notifications");
      await card.getByLabel("Webhook-adres").fill("http://voorbeeld.nl/x");
      await card.getByRole("button", { name: "Adres bewaren" }).click();
      await expect(card.getByText("Dit adres kan niet worden gebruikt.")).toBeVisible();
      await card.getByLabel("Webhook-adres").fill(`http://127.0.0.1:${port}/geheim`);
      await card.getByRole("button", { name: "Adres bewaren" }).click();
      await expect(card.locator("code")).toHaveText(`http://127.0.0.1:${port}/••••••••`);
      await card.getByRole("button", { name: "Testmelding sturen" }).click();
      await expect(page.getByText("De testmelding is verstuurd.")).toBeVisible();
      expect(texts.join("")).toContain("dit is een testmelding");
      await keepScreenshot(page, "notifications");
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });
});

test.describe("when something is wrong", () => {
  test.use({ allowedComplaints: [/status of 412 .*fathomSettings\.teams/] });

  test("every page and the FAQ say so, and a toast says when it is well again", async ({
    page,
    control,
    sandboxFaults,
  }) => {
    await sandboxFaults({ always: ["revoked_key"] });
    await control({ do: "sync", hours: 24 });
    await page.goto("/calls");
    const banner = page.getByTestId("health-banner");
    await expect(banner).toContainText("Fathom weigert de API key");
    await keepScreenshot(page, "banner");
    await page.goto("/settings?tab=faq");
    const state = page.getByTestId("faq-state");
    await expect(state).toContainText("API key: hij werkt niet.");
    await expect(state).toContainText("Laatste sync: die is mislukt.");

    await page.getByRole("searchbox").fill("zelftest xyz");
    await expect(page.getByText("Niets gevonden.")).toBeVisible();
    await page.getByRole("searchbox").fill("gearchiveerd");
    await expect(page.getByRole("article")).not.toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Van wie moet de key zijn?" })).toHaveCount(0);
    await keepScreenshot(page, "faq-search");

    await sandboxFaults({});
    await banner.getByRole("link", { name: "Naar Fathom Koppeling" }).click();
    await page.getByRole("button", { name: "Test Verbinding" }).click();
    await expect(page.getByTestId("connection-status")).toContainText("Verbonden");
    await page.goto("/reps");
    await expect(page.getByText("Fathom accepteert de API key weer.")).toBeVisible();
    await expect(banner).toBeEmpty();
  });
});

test("an estimate first, then the sync, and what was done with each recording", async ({ page, control }) => {
  test.slow();
  await page.goto("/settings?tab=sync");
  await page.getByRole("radio", { name: "Laatste 7 dagen" }).click();
  await page.getByRole("button", { name: "Vooraf bekijken" }).click();
  const estimate = page.getByTestId("sync-estimate");
  await expect(estimate).toContainText("Er is nog niets opgehaald.");
  await expect(estimate).toContainText(/\d+ opnames, \d+ pagina’s/);
  await page.getByRole("button", { name: "Opnieuw ophalen" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText(/\d+ verwerkt: [1-9]/);

  await page.getByTestId("sync-history-row").getByRole("link").click();
  await expect(page).toHaveURL(/run=/);
  // After a reload the server renders the page, and hydration fails when its words differ from the browser's.
  await page.reload();
  await page.getByRole("radio", { name: /^Overgeslagen/ }).click();
  const decisions = page.getByTestId("decisions");
  await expect(decisions.getByRole("listitem").first()).toContainText("Geen call");
  await keepScreenshot(page, "run-detail");
  await page.getByRole("button", { name: "Opnieuw uitvoeren" }).click();
  await expect(page.getByTestId("sync-outcome")).toContainText(/\d+ verwerkt: 0 nieuw/);

  // As a rerun at Inngest leaves it.
  await control({
    do: "sql",
    text: "UPDATE sync_runs SET replayed_by_job_run = '01RERUN', job_run = '01RERUN', requested_by = NULL WHERE replay_of IS NOT NULL",
  });
  await page.reload();
  const detail = page.getByTestId("run-detail");
  await expect(detail).toContainText("Opnieuw uitgevoerd · Inngest");
  await expect(detail).toContainText("Uitvoering bij Inngest01RERUN");
  const replayUrl = page.url();
  await detail.getByRole("link", { name: "een eerdere sync" }).click();
  await expect(page).not.toHaveURL(replayUrl);
  await page.getByRole("link", { name: "Alle syncs" }).click();
  await expect(page.getByTestId("sync-history-row").first()).toContainText("· Inngest");

  await page.getByRole("button", { name: "Vergelijk nu" }).click();
  await expect(page.getByTestId("difference")).toContainText("in de laatste 30 dagen");
  await page.reload();
  await expect(page.getByTestId("sync-history-row").first()).toContainText("Controle van");
});

test("in English: invite a user with a link to pass on, and find it in the audit log", async ({
  page,
  context,
  control,
  stack,
}) => {
  await context.addCookies([{ name: "locale", value: "en", url: stack.url }]);
  await page.goto("/settings?tab=users");
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(dialog.getByText("Enter a name.")).toBeVisible();
  await dialog.getByLabel("Name").fill("Nora New");
  await dialog.getByLabel("E-mail address").fill("nora@zonnewende.example");
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "One-time link" })).toHaveValue(/\/accept-invite\?token=/);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("user-row").filter({ hasText: "Nora New" })).toContainText("Invited");
  await keepScreenshot(page, "users");
  await page.goto("/settings?tab=audit");
  await choose(page.getByRole("combobox", { name: "What" }), "User invited");
  await expect(page.getByRole("row")).toHaveCount(2);
  await control({ do: "sql", text: "DELETE FROM users WHERE email = 'nora@zonnewende.example'" });
});
