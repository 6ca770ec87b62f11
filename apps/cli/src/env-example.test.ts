import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { checkEnvironment, REPOSITORY_ROOT } from "./env";

describe(".env.example", () => {
  it("holds values that work when every comment sign is taken away", () => {
    const text = readFileSync(path.join(REPOSITORY_ROOT, ".env.example"), "utf8");
    const values = parseEnv(text.replaceAll(/^# (?=[A-Z_]+=)/gm, "")) as Record<string, string>;
    const environment = checkEnvironment(values);
    expect(environment).toMatchObject({ port: 3000, jobs: "embedded", syncCron: "*/30 * * * *" });
  });
});
