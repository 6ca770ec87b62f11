import path from "node:path";
import { rootDir } from "./install.mjs";

/** @typedef {import("./run-check.mjs").Outcome} Outcome */

/**
 * Counts what Vitest's JSON report holds. A file that could not be loaded counts as one failure.
 * @returns {Outcome}
 */
export const readVitestReport = (report) => {
  const outcome = { passed: 0, failed: [], skipped: 0 };
  for (const file of report.testResults) {
    const name = path.relative(rootDir, file.name);
    if (file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed")) {
      outcome.failed.push(`${name}: could not be run`);
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") outcome.passed += 1;
      else if (test.status === "failed") outcome.failed.push(`${name}: ${test.fullName}`);
      else outcome.skipped += 1;
    }
  }
  return outcome;
};

/** @returns {{ name: string, status: string }[]} */
const playwrightTests = (suite, titles = []) => [
  ...(suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [suite.file, ...titles, spec.title].join(": "),
      status: test.status,
    })),
  ),
  ...(suite.suites ?? []).flatMap((inner) => playwrightTests(inner, [...titles, inner.title])),
];

/**
 * Counts what Playwright's JSON report holds. A test that passed at a second attempt passed.
 * @returns {Outcome}
 */
export const readPlaywrightReport = (report) => {
  const failed = (report.errors ?? []).map((error) => error.message ?? "an error outside of any test");
  const outcome = { passed: 0, failed, skipped: 0 };
  for (const { name, status } of report.suites.flatMap((suite) => playwrightTests(suite))) {
    if (status === "expected" || status === "flaky") outcome.passed += 1;
    else if (status === "skipped") outcome.skipped += 1;
    else outcome.failed.push(name);
  }
  return outcome;
};
