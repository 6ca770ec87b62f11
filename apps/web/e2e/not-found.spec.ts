import { expectAccessible } from "./expect-accessible";
import { expect, test } from "./fixtures";

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** An address that does not exist, the heading of its page, and where its link leads. */
const addresses = [
  [`/calls/${NOBODY}`, "Deze call bestaat niet", "/calls"],
  ["/calls/geen-id", "Deze call bestaat niet", "/calls"],
  ["/calls/%00", "Deze call bestaat niet", "/calls"],
  [`/reps/${NOBODY}`, "Deze rep bestaat niet", "/reps"],
  ["/reps/geen-id", "Deze rep bestaat niet", "/reps"],
  ["/bestaat-niet", "Deze pagina bestaat niet", "/"],
  ["/calls/te/diep", "Deze pagina bestaat niet", "/"],
] as const;

// The browser logs every 404 as an error.
test.use({ allowedComplaints: [/status of 404/] });

test("what does not exist answers 404 and shows the way back", async ({ page, signInAs }) => {
  await signInAs("viewer");
  const seen = new Set<string>();
  for (const [address, heading, back] of addresses) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page).toHaveTitle(`${heading} · Koppeling`);
    if (!seen.has(heading)) await expectAccessible(page, address);
    seen.add(heading);
    await page.locator("main").getByRole("link").click();
    await expect(page).toHaveURL(back);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toHaveCount(0);
  }
});

test("without a session such an address leads to the sign-in first", async ({ page, request }) => {
  for (const [address] of addresses) {
    const response = await request.get(address, { maxRedirects: 0 });
    expect(response.status(), address).toBe(307);
  }
  await page.goto(`/calls/${NOBODY}`);
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent(`/calls/${NOBODY}`)}`);
});
