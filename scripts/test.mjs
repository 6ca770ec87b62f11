// Runs every check, also after one has failed. The last line counts: each check is one, each test is one.

import { parseArgs } from "node:util";
import { install } from "./lib/install.mjs";
import { readPlaywrightReport, readVitestReport } from "./lib/read-reports.mjs";
import { bin, programCheck, testCheck } from "./lib/run-check.mjs";

/** pnpm is in nobody's path: turbo runs the packages' scripts with it. */
const turbo = (...args) => ["npx", ["-y", "pnpm@10.34.9", "exec", "turbo", ...args]];
const typescript = (file) => [process.execPath, ["--import", "tsx", file]];

/** @type {import("./lib/run-check.mjs").Check[]} */
const checks = [
  {
    name: "format",
    about: "Biome finds nothing to reformat",
    run: programCheck("format", [bin("biome"), ["format", "--max-diagnostics=50"]]),
  },
  { name: "lint", about: "ESLint finds nothing", run: programCheck("lint", [bin("eslint"), ["."]]) },
  {
    name: "types",
    about: "TypeScript finds nothing, in each package and at the root",
    run: programCheck("types", turbo("run", "typecheck", "--output-logs=errors-only", "--continue"), [
      bin("tsc"),
      ["--noEmit"],
    ]),
  },
  {
    name: "schema",
    about: "the migrations make exactly the tables of schema.prisma",
    run: programCheck("schema", [bin("prisma"), ["validate"]], typescript("scripts/check-migrations.ts")),
  },
  {
    name: "unit",
    about: "tests of units, database and jobs",
    run: testCheck(
      "unit",
      (reportFile) => ({
        command: bin("vitest"),
        args: [
          "run",
          "--reporter=dot",
          "--reporter=json",
          `--outputFile.json=${reportFile}`,
          "--silent=passed-only",
        ],
      }),
      readVitestReport,
    ),
  },
  {
    name: "build",
    about: "the dashboard builds",
    run: programCheck("build", typescript("tools/start/src/build.ts")),
  },
  {
    name: "browser",
    about: "tests in a browser",
    run: testCheck(
      "browser",
      (reportFile) => ({
        command: bin("playwright", "apps/web"),
        args: ["test", "--reporter=dot,json"],
        cwd: "apps/web",
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
      }),
      readPlaywrightReport,
    ),
  },
];

const chooseChecks = () => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  if (!values.only) return checks;
  const wanted = values.only.split(",");
  const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const names = checks.map((check) => check.name).join(", ");
    console.error(`There is no check named ${unknown.join(" or ")}. There are: ${names}.`);
    process.exit(1);
  }
  return checks.filter((check) => wanted.includes(check.name));
};

/** Each keeps one core busy, so that they run side by side. */
const SIDE_BY_SIDE = ["format", "lint", "types", "schema"];

const chosen = chooseChecks();
install();
const total = { passed: 0, failed: [], skipped: 0 };

/** @param {import("./lib/run-check.mjs").Check} check */
const runOne = async ({ name, about, run }) => {
  console.log(`\n▶ ${name}: ${about}`);
  const startedAt = Date.now();
  const outcome = await run();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const verdict = outcome.failed.length > 0 ? "✗" : "✓";
  console.log(`${verdict} ${name}: ${outcome.passed} passed, ${outcome.failed.length} failed (${seconds} s)`);
  total.passed += outcome.passed;
  total.skipped += outcome.skipped;
  total.failed.push(
    ...outcome.failed.map((failure) => (failure.startsWith(name) ? failure : `${name}: ${failure}`)),
  );
};

await Promise.all(chosen.filter(({ name }) => SIDE_BY_SIDE.includes(name)).map(runOne));
for (const check of chosen.filter(({ name }) => !SIDE_BY_SIDE.includes(name))) await runOne(check);

if (total.failed.length > 0)
  console.log(`\nFailed:\n${total.failed.map((failure) => `  ✗ ${failure}`).join("\n")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed.length} failed${skipped}`);
process.exitCode = total.failed.length > 0 ? 1 : 0;
