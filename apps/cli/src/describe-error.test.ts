import { AppError } from "@koppeling/api/errors";
import { createDb } from "@koppeling/db/create-db";
import { loadTestClusterUrl } from "@koppeling/testing/create-test-database";
import { describe, expect, it } from "vitest";
import { CliError } from "./cli-error";
import { describeError } from "./describe-error";

async function failureOf(changes: { password?: string; pathname?: string; port?: string }): Promise<unknown> {
  const url = Object.assign(new URL(await loadTestClusterUrl()), changes);
  const db = createDb({ url: url.href });
  try {
    return await db.pool.query("SELECT 1").catch((error: unknown) => error);
  } finally {
    await db.close();
  }
}

describe("describeError", () => {
  it("passes on what is meant for a person", () => {
    expect(describeError(new CliError("Do this."))).toBe("Do this.");
    expect(describeError(new AppError("last_admin"))).toBe("This is the last admin; one has to remain.");
  });

  it("says what to mend in the database's address", async () => {
    expect(describeError(await failureOf({ password: "wrong" }))).toMatch(/^The database does not accept/);
    expect(describeError(await failureOf({ pathname: "/nowhere" }))).toMatch(
      /^The database that DATABASE_URL names/,
    );
    expect(describeError(await failureOf({ port: "9" }))).toMatch(/^The database does not answer/);
  });

  it("tells all there is of what nobody expected", () => {
    expect(describeError(new TypeError("x is not a function"))).toContain("describe-error.test.ts");
  });
});
