import path from "node:path";
import { describe, expect, it } from "vitest";
import { rootDir } from "./install.mjs";
import { readPlaywrightReport, readVitestReport } from "./read-reports.mjs";

describe("readVitestReport", () => {
  it("counts tests, and a file that could not be loaded as one failure", () => {
    const name = path.join(rootDir, "packages/db/src/a.test.ts");
    const report = {
      testResults: [
        {
          name,
          status: "failed",
          assertionResults: [
            { status: "passed", fullName: "a works" },
            { status: "failed", fullName: "a fails" },
            { status: "skipped", fullName: "a waits" },
            { status: "todo", fullName: "a will" },
          ],
        },
        { name, status: "failed", assertionResults: [] },
        { name, status: "passed", assertionResults: [{ status: "passed", fullName: "b works" }] },
      ],
    };
    expect(readVitestReport(report)).toEqual({
      passed: 2,
      failed: ["packages/db/src/a.test.ts: a fails", "packages/db/src/a.test.ts: could not be run"],
      skipped: 2,
    });
  });
});

describe("readPlaywrightReport", () => {
  it("counts every test of every project, in nested groups too", () => {
    const spec = (title: string, ...statuses: string[]) => ({
      title,
      tests: statuses.map((status) => ({ status })),
    });
    const report = {
      suites: [
        {
          file: "sign-in.spec.ts",
          title: "sign-in.spec.ts",
          specs: [spec("opens", "expected", "flaky")],
          suites: [
            {
              file: "sign-in.spec.ts",
              title: "with a wrong password",
              specs: [spec("refuses", "unexpected", "skipped")],
            },
          ],
        },
      ],
    };
    expect(readPlaywrightReport(report)).toEqual({
      passed: 2,
      failed: ["sign-in.spec.ts: with a wrong password: refuses"],
      skipped: 1,
    });
  });

  it("counts a run that could not even find its tests as failed", () => {
    expect(readPlaywrightReport({ suites: [], errors: [{ message: "no tests" }] }).failed).toEqual([
      "no tests",
    ]);
  });
});
