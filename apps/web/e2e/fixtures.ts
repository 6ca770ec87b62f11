import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import type { ControlCommand } from "./stack/control-server";
import { readStackState, type Role, type StackState } from "./stack/stack-state";

type Fixtures = {
  stack: StackState;
  /** A new installation, apart from its users and reps. */
  reset: () => Promise<void>;
  control: (command: ControlCommand) => Promise<void>;
  /** Makes the sandbox misbehave, until the end of the test. */
  sandboxFaults: (plan: { next?: { kind: string; times?: number }[]; always?: string[] }) => Promise<void>;
  /**
   * Without the form, which has a test of its own; and, unless said otherwise, as somebody who has just given their
   * password anew, so that nothing asks for it.
   */
  signInAs: (role: Role, how?: { confirmed: boolean }) => Promise<void>;
  /** What a page may complain about in this test; anything else fails it. */
  allowedComplaints: RegExp[];
  noComplaints: void;
};

export const test = base.extend<Fixtures>({
  // Playwright wants the destructuring.
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

/** Console errors and warnings, hydration among them, and uncaught errors, on every page of a test. */
function collectComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.text()} ${message.location().url}`.trim());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return complaints;
}

/** Kept for people to look at; nothing compares them. */
export async function keepScreenshot(page: Page, name: string) {
  await page.screenshot({ path: `test-results/screens/${name}.png`, fullPage: true, animations: "disabled" });
}
