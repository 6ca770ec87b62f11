import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findChromium } from "../../../scripts/lib/find-chromium.mjs";
import config from "../playwright.config";
import { expect, test } from "./fixtures";

/** npx fetches it when this runs, because it is larger than everything else that an installation needs. */
const LIGHTHOUSE = "lighthouse@12.8.2";
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100 };
type Scores = typeof LEAST;

/** The part of Lighthouse's report that is read here. */
type Report = { categories: Record<keyof Scores, { score: number }> };

const run = promisify(execFile);

async function audit(url: string, cookie: string): Promise<Scores> {
  const { stdout } = await run(
    "npx",
    [
      "--yes",
      LIGHTHOUSE,
      url,
      "--quiet",
      "--output=json",
      "--preset=desktop",
      "--disable-storage-reset",
      `--only-categories=${Object.keys(LEAST).join(",")}`,
      `--extra-headers=${JSON.stringify({ Cookie: cookie })}`,
      `--chrome-flags=${config.use?.launchOptions?.args?.join(" ") ?? ""}`,
    ],
    { env: { ...process.env, CHROME_PATH: await findChromium() }, maxBuffer: 64 * 1024 * 1024 },
  );
  const { categories } = JSON.parse(stdout) as Report;
  const score = (name: keyof Scores) => Math.round(categories[name].score * 100);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
  };
}

const tabs = ["connection", "sync", "users", "audit", "faq"].map((tab) => `/settings?tab=${tab}`);
const pages = ["/sign-in", "/", "/calls", "/calls/[id]", "/reps", "/reps/[id]", "/skipped", ...tabs];

test.beforeAll(async () => {
  // Fetch it before anything is measured.
  await run("npx", ["--yes", LIGHTHOUSE, "--version"]);
});

for (const path of pages) {
  test(path, async ({ stack, reset, control, request }) => {
    await reset();
    await control({ do: "storeApiKey", apiKey: stack.apiKey });
    await control({ do: "sync", hours: 720 });
    const cookie = path === "/sign-in" ? "" : `next-auth.session-token=${stack.users.admin.sessionCookie}`;
    const [list = ""] = path.split("/[id]");
    const html = await (await request.get(`${stack.url}${list}`, { headers: { cookie } })).text();
    const address = path.endsWith("[id]") ? new RegExp(`${list}/[0-9a-f-]{36}`).exec(html)?.[0] : path;
    expect(address).toBeDefined();

    const scores = await audit(`${stack.url}${address}`, cookie);
    console.log(`${path}: ${Object.values(scores).join(" / ")}`);
    for (const [name, least] of Object.entries(LEAST) as [keyof Scores, number][]) {
      expect.soft(scores[name], name).toBeGreaterThanOrEqual(least);
    }
  });
}
