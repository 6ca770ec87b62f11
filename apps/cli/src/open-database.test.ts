import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { expect, it } from "vitest";
import { bringUpToDate, describeUpdate } from "./open-database";

const rootDir = fileURLToPath(new URL("../../..", import.meta.url));

it("closes at a start what is open, also when no migration is pending", async () => {
  await using database = await createTestDatabase();
  const start = () =>
    bringUpToDate(
      { values: {}, configured: {}, dataDir: "", rootDir },
      { url: database.url, directUrl: database.url, about: "", stop: async () => undefined },
    );
  expect(describeUpdate(await start())).toBe("up to date");
  await database.db.pool.query("ALTER TABLE calls DISABLE ROW LEVEL SECURITY");
  expect(describeUpdate(await start())).toBe(
    "up to date; what was open to others is closed again: calls (row level security is off)",
  );
  expect(describeUpdate(await start())).toBe("up to date");
});
