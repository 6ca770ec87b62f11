import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROLES } from "../packages/api/src/context";
import * as reasons from "../packages/api/src/reasons";

const ROOT = path.resolve(import.meta.dirname, "..");

/** The lists that several rooms and screens know, and where each is written down. */
const LISTS: Record<string, readonly string[]> = {
  DECISIONS: reasons.DECISIONS,
  OUTCOMES: reasons.OUTCOMES,
  TRIGGERS: reasons.TRIGGERS,
  RUN_KINDS: reasons.RUN_KINDS,
  RUN_STATUSES: reasons.RUN_STATUSES,
  RULE_REASONS: reasons.RULE_REASONS,
  ERROR_REASONS: reasons.ERROR_REASONS,
  KEY_FAILURES: reasons.KEY_FAILURES,
  ROLES,
};
const HOMES = ["packages/api/src/reasons.ts", "packages/api/src/context.ts"];

const SOURCES = [
  "apps/cli/src",
  "apps/web/src",
  "packages/api/src",
  "packages/db/src",
  "packages/fathom/src",
];
const LITERALS = /"\w+"(?:\s*[,|]\s*"\w+")+/g;

/** Where an error is made of what Fathom answered, of the state of its key, or of a settings key that is missing. */
const MAKERS: Record<string, RegExp> = {
  "connections/explain-fathom-error.ts": /^fathom_/,
  "connections/pace-light-request.ts": /^fathom_busy$/,
  "settings/load-settings.ts": /^(?:not_configured|other_fathom|settings_key|no_webhook_secret)$/,
  "settings/rotate-key.ts": /^settings_key$/,
};
const MADE = /new AppError\(\s*"(fathom_\w+|not_configured|other_fathom|settings_key|no_webhook_secret)"/g;

const sourceFiles = () =>
  SOURCES.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name}`,
    ),
  ).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/generated\//.test(file));

it("each stand in one file, from which all others have them", () => {
  const files = sourceFiles().filter((file) => !HOMES.some((home) => file.startsWith(home)));
  const copies = files.flatMap((file) =>
    [...readFileSync(path.join(ROOT, file), "utf8").matchAll(LITERALS)].flatMap(([text]) => {
      const words = new Set(text.match(/\w+/g));
      return Object.entries(LISTS)
        .filter(([, list]) => list.every((word) => words.has(word)))
        .map(([name]) => `${file} repeats ${name}`);
    }),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(copies).toEqual([]);
});

it("one guard and one mapping make the errors of Fathom and of its key", () => {
  const strays = sourceFiles().flatMap((file) => {
    const maker = MAKERS[file.replace("packages/api/src/features/", "")];
    return [...readFileSync(path.join(ROOT, file), "utf8").matchAll(MADE)]
      .map(([, code = ""]) => code)
      .filter((code) => !maker?.test(code))
      .map((code) => `${file} makes ${code}`);
  });
  expect(strays).toEqual([]);
});
