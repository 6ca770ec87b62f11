import { closeSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { expect, it } from "vitest";
import { openLog, rotateLog } from "./open-log";

it("keeps what was written, for its owner alone, and moves it aside when it gets large", () => {
  using directory = createTemporaryDirectory();
  const file = path.join(directory.path, "web.log");
  writeFileSync(file, "the start before\n", { mode: 0o644 });
  const log = openLog(file, { maxBytes: 40 });
  writeSync(log, "this one\n");
  expect(readFileSync(file, "utf8")).toBe("the start before\nthis one\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rotateLog(file, 40);
  expect(readdirSync(directory.path)).toEqual(["web.log"]);

  // The program that writes holds the same file all along.
  for (let round = 1; round <= 6; round++) {
    writeSync(log, `round ${round} `.repeat(10));
    rotateLog(file, 40);
    expect(readFileSync(file, "utf8")).toBe("");
    expect(readFileSync(`${file}.1`, "utf8")).toContain(`round ${round}`);
  }
  expect(readdirSync(directory.path).sort()).toEqual(["web.log", "web.log.1", "web.log.2", "web.log.3"]);
  for (const name of readdirSync(directory.path))
    expect(statSync(path.join(directory.path, name)).mode & 0o777).toBe(0o600);
  writeSync(log, "the last\n");
  closeSync(log);

  closeSync(openLog(file, { fresh: true }));
  expect(readFileSync(file, "utf8")).toBe("");
  expect(readFileSync(`${file}.1`, "utf8")).toBe("the last\n");
});
