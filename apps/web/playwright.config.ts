import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { findChromium } from "../../scripts/lib/find-chromium.mjs";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  // Each has a dashboard and a database of its own (global-setup.ts). A browser, a server and PostgreSQL fill two cores.
  workers: Math.min(2, availableParallelism()),
  // A shared machine can stall for longer than any time-out; a fault of ours fails the second time as well.
  retries: 1,
  timeout: 45_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // Of the second time only: keeping one of every test costs a tenth of the time of all.
    trace: { mode: "on-first-retry", screenshots: false },
    launchOptions: {
      executablePath: await findChromium(),
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
