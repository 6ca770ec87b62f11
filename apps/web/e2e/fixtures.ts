import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import type { ControlCommand } from "./stack/control-server";
import { readStackState, type Role, type StackState } from "./stack/stack-state";

type Fixtures = {
  stack: StackState;
  /** Empties the installation, except for its users and reps. */
  reset: () => Promise<void>;
  control: (command: ControlCommand) => Promise<void>;
  /** Makes the sandbox misbehave until the end of the test. */
  sandboxFaults: (plan: { next?: { kind: string; times?: number }[]; always?: string[] }) => Promise<void>;
  /**
   * Signs in by the session cookie, without the form. The session counts as just confirmed by password, unless
   * `confirmed` is false.
   */
  signInAs: (role: Role, how?: { confirmed: boolean }) => Promise<void>;
  /** Console messages that this test expects; any other error or warning fails it. */
  allowedComplaints: RegExp[];
  noComplaints: void;
};

export const test = base.extend<Fixtures>({
  // Playwright reads the destructuring to learn what a fixture depends on, also when it is empty.
  stack: async ({}, use) => use(readStackState()),
  baseURL: async ({ stack }, use) => use(stack.url),
  control: async ({ stack }, use) =>
    use(async (command) => {
      const response = await fetch(stack.controlUrl, { method: "POST", body: JSON.stringify(command) });
      if (!response.ok) throw new Error(`${command.do}: ${await response.text()}`);
    }),
  reset: async ({ control }, use) => use(() => control({ do: "reset" })),
  sandboxFaults: async ({ stack }, use) => {
    const send = async (body: object) => {
      const response = await fetch(`${stack.sandboxUrl}/_sandbox/faults`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
    };
    await use((plan) => send({ clear: true, ...plan }));
    await send({ clear: true });
  },
  signInAs: async ({ context, stack, control }, use) =>
    use(async (role, { confirmed } = { confirmed: true }) => {
      const { id, sessionCookie: value } = stack.users[role];
      const moment = confirmed ? "now()" : "NULL";
      await control({
        do: "sql",
        text: `UPDATE sessions SET confirmed_at = ${moment} WHERE user_id = '${id}'`,
      });
      await context.addCookies([
        { name: "next-auth.session-token", value, url: stack.url, httpOnly: true, sameSite: "Lax" },
      ]);
    }),
  allowedComplaints: [[], { option: true }],
  noComplaints: [
    async ({ context, allowedComplaints }, use) => {
      const complaints = collectComplaints(context);
      await use();
      expect(complaints.filter((text) => !allowedComplaints.some((allowed) => allowed.test(text)))).toEqual(
        [],
      );
    },
    { auto: true },
  ],
});

export { expect, type Page };

/** Collects console errors, console warnings (also of hydration) and uncaught errors of every page of a test. */
function collectComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.text()} ${message.location().url}`.trim());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return complaints;
}

/** With KEEP_SCREENSHOTS=1, saves a screenshot for people to look at. No test compares it. */
export async function keepScreenshot(page: Page, name: string) {
  if (!process.env.KEEP_SCREENSHOTS) return;
  await page.screenshot({ path: `test-results/screens/${name}.png`, fullPage: true, animations: "disabled" });
}
