import { expect, type Page, test } from "./fixtures";

/** The sum of a visit. Web Vitals call a page good up to five times as much (0.1). */
const MAX_SHIFT = 0.02;

const widths = {
  "a large screen": { width: 1440, height: 900 },
  "a phone": { width: 390, height: 844 },
};
const tabs = ["connection", "sync", "users", "audit", "faq"];

type Shift = { score: number; nodes: string[] };

/** Waits until nothing was fetched for a while. Playwright's networkidle miscounts cancelled requests. */
const settle = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const QUIET_MS = 500;
        let end = setTimeout(resolve, QUIET_MS);
        new PerformanceObserver(() => {
          clearTimeout(end);
          end = setTimeout(resolve, QUIET_MS);
        }).observe({ type: "resource", buffered: true });
      }),
  );

/** Returns what moved without user input, from the first paint until the page was quiet. */
async function readShifts(page: Page): Promise<Shift[]> {
  await settle(page);
  return page.evaluate(
    () =>
      new Promise<Shift[]>((resolve) => {
        const describe = ({ node, previousRect, currentRect }: LayoutShiftAttribution) => {
          const name =
            node instanceof Element
              ? node.outerHTML.slice(0, 120)
              : (node?.textContent ?? "something that is gone");
          const box = ({ x, y, width, height }: DOMRectReadOnly) => `${x},${y} ${width}×${height}`;
          return `${name} (${box(previousRect)} → ${box(currentRect)})`;
        };
        const shifts: Shift[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as LayoutShift[]) {
            if (!entry.hadRecentInput)
              shifts.push({ score: entry.value, nodes: entry.sources.map(describe) });
          }
        }).observe({ type: "layout-shift", buffered: true });
        // The browser delivers earlier entries in a separate task, after two frames at the latest.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(shifts))));
      }),
  );
}

test.beforeEach(async ({ reset, control, stack, signInAs }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 72 });
  await signInAs("admin");
});

for (const [name, viewport] of Object.entries(widths)) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport });
    test.slow();

    test("no page shifts while it loads", async ({ page, context }) => {
      const firstLink = async (list: string) => {
        await page.goto(list);
        return (await page.locator(`main a[href^="${list}/"]`).first().getAttribute("href")) ?? "";
      };
      const addresses = [
        "/",
        "/calls",
        await firstLink("/calls"),
        "/reps",
        await firstLink("/reps"),
        "/skipped",
        ...tabs.map((tab) => `/settings?tab=${tab}`),
      ];
      const shifted: Record<string, Shift[]> = {};
      const visit = async (address: string) => {
        await page.goto(address);
        const shifts = await readShifts(page);
        if (shifts.reduce((total, { score }) => total + score, 0) >= MAX_SHIFT) shifted[address] = shifts;
      };
      for (const address of addresses) await visit(address);
      await context.clearCookies();
      await visit("/sign-in");
      expect(shifted).toEqual({});
    });
  });
}

/** Chromium's shape of these entries; TypeScript's DOM types leave out what not all browsers have. */
type LayoutShiftAttribution = {
  node: Node | null;
  previousRect: DOMRectReadOnly;
  currentRect: DOMRectReadOnly;
};
type LayoutShift = PerformanceEntry & {
  value: number;
  hadRecentInput: boolean;
  sources: LayoutShiftAttribution[];
};
