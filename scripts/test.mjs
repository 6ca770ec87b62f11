// Runs every check, also after one has failed. The last line counts: each check is one, each test is one.
// --only format,lint: those checks. --changed: what a change concerns. path/to/file.test.ts [-t name]: those tests.

import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { findChanges } from "./lib/find-changes.mjs";
import { install, rootDir } from "./lib/install.mjs";
import { readPlaywrightReport, readVitestReport } from "./lib/read-reports.mjs";
import { bin, programCheck, testCheck } from "./lib/run-check.mjs";

const typescript = (file) => [process.execPath, ["--import", "tsx", file]];
const SOURCE = /\.(ts|tsx|mts|mjs)$/;

/** One for all that Node runs, and the web, which has types of its own. */
const TYPES = {
  node: [[bin("tsc"), []]],
  web: [
    [bin("next", "apps/web"), ["typegen"], "apps/web"],
    [bin("tsc"), ["-p", "apps/web"]],
    [bin("tsc"), ["-p", "apps/web/e2e"]],
  ],
};

/** @param {string[]} filters @param {{ title?: string }} [options] */
const vitest = (filters = [], { title } = {}) =>
  testCheck(
    "unit",
    (reportFile) => ({
      command: bin("vitest"),
      args: [
        ...["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${reportFile}`],
        ...["--silent=passed-only", "--passWithNoTests"],
        ...(title ? ["-t", title] : []),
        ...filters,
      ],
    }),
    readVitestReport,
  );

/** @param {string[]} files from apps/web @param {{ title?: string }} [options] */
const playwright = (files = [], { title } = {}) =>
  testCheck(
    "browser",
    (reportFile) => ({
      command: bin("playwright", "apps/web"),
      args: ["test", "--reporter=dot,json", ...(title ? ["-g", title] : []), ...files],
      cwd: "apps/web",
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    }),
    readPlaywrightReport,
  );

/** @typedef {import("./lib/run-check.mjs").Check} Check */

/** @type {Check} */
const build = {
  name: "build",
  about: "the dashboard builds",
  run: programCheck("build", typescript("tools/start/src/build.ts")),
};

/** @type {Check[]} */
const allChecks = [
  {
    name: "format",
    about: "Biome finds nothing to reformat",
    run: programCheck("format", [bin("biome"), ["format", "--max-diagnostics=50"]]),
  },
  { name: "lint", about: "Oxlint finds nothing", run: programCheck("lint", [bin("oxlint"), []]) },
  {
    name: "types",
    about: "TypeScript finds nothing",
    run: programCheck("types", ...TYPES.node, ...TYPES.web),
  },
  {
    name: "unused",
    about: "Knip finds no file, export or dependency that nobody uses",
    run: programCheck("unused", [bin("knip"), ["--no-progress"]]),
  },
  {
    name: "schema",
    about: "the migrations make exactly the tables of schema.prisma",
    run: programCheck("schema", [bin("prisma"), ["validate"]], typescript("scripts/check-migrations.ts")),
  },
  { name: "unit", about: "tests of units, database and jobs", run: vitest() },
  build,
  { name: "browser", about: "tests in a browser", run: playwright() },
];

const BROWSER_TEST = /^apps\/web\/e2e\/.*\.spec\.ts$/;
const fromWeb = (file) => path.relative("apps/web", file);

/** `npm test -- --changed`: what the difference to origin's main (or to the last commit) concerns. */
const changedChecks = () => {
  const { base, files } = findChanges();
  const concerned = (pattern) => files.some((file) => pattern.test(file));
  const sources = files.filter((file) => SOURCE.test(file));
  const types = [
    ...(sources.some((file) => !file.startsWith("apps/web/")) ? TYPES.node : []),
    ...(concerned(/^(apps\/web|packages)\//) ? TYPES.web : []),
  ];
  const browserTests = files.filter((file) => BROWSER_TEST.test(file)).map(fromWeb);
  const runs = {
    format: programCheck("format", [bin("biome"), ["format", "--no-errors-on-unmatched", ...files]]),
    lint: programCheck("lint", [bin("oxlint"), ["--no-error-on-unmatched-pattern", ...sources]]),
    types: programCheck("types", ...types),
    unit: vitest([`--changed=${base}`]),
    browser: playwright(browserTests),
  };
  const wanted = {
    format: files.length > 0,
    lint: sources.length > 0,
    types: types.length > 0,
    unused: concerned(/\.(ts|tsx|mts|mjs|json)$/),
    schema: concerned(/^(prisma|tools\/schema-engine)\//),
    unit: sources.length > 0,
    build: browserTests.length > 0,
    browser: browserTests.length > 0,
  };
  return allChecks
    .filter(({ name }) => wanted[name])
    .map((check) => ({ ...check, run: runs[check.name] ?? check.run }));
};

/** `npm test -- path/to/file.test.ts`: those tests alone, by their kind. */
const checksOfFiles = (paths, title) => {
  const files = paths.map((file) => path.relative(rootDir, path.resolve(file)));
  const missing = files.filter((file) => !existsSync(path.join(rootDir, file)));
  if (missing.length > 0) giveUp(`There is no ${missing.join(" and no ")}.`);
  const browserTests = files.filter((file) => BROWSER_TEST.test(file));
  const others = files.filter((file) => !BROWSER_TEST.test(file));
  const run = {
    unit: others.length > 0 && vitest(others, { title }),
    browser: browserTests.length > 0 && playwright(browserTests.map(fromWeb), { title }),
  };
  return allChecks.flatMap((check) => {
    if (check === build) return run.browser ? [build] : [];
    return run[check.name] ? [{ ...check, run: run[check.name] }] : [];
  });
};

const giveUp = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const checksByName = (names) => {
  const unknown = names.filter((name) => !allChecks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const known = allChecks.map((check) => check.name).join(", ");
    giveUp(`There is no check named ${unknown.join(" or ")}. There are: ${known}.`);
  }
  return allChecks.filter((check) => names.includes(check.name));
};

const chooseChecks = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: "string" },
      changed: { type: "boolean", default: false },
      title: { type: "string", short: "t" },
    },
  });
  if (positionals.length > 0) return checksOfFiles(positionals, values.title);
  if (values.title) giveUp("-t says which test of a file: npm test -- path/to/file.test.ts -t name");
  if (values.changed) return changedChecks();
  return values.only ? checksByName(values.only.split(",")) : allChecks;
};

/** Each keeps one core busy, so that they run side by side. */
const SIDE_BY_SIDE = ["format", "lint", "types", "unused", "schema"];

const chosen = chooseChecks();
install();
const total = { passed: 0, failed: [], skipped: 0 };

/** @param {Check} check */
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
