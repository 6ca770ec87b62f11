import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { expect, it } from "vitest";
import { createLogger } from "./create-logger";

it("a line of the log holds neither the row nor the value that PostgreSQL refused", async () => {
  await using database = await createTestDatabase();
  const said: string[] = [];
  const log = createLogger("trace", { write: (text: string) => void said.push(text) });
  for (const statement of [
    "SELECT 'secret'::int",
    "INSERT INTO search_words VALUES (NULL)",
    "INSERT INTO users (email, role) VALUES ('secret', NULL)",
  ])
    await database.db.pool.query(statement).catch((err: unknown) => log.error({ err }, "refused"));
  expect(said).toHaveLength(3);
  expect(said.join()).not.toContain("secret");
  expect(said[2]).toContain("null value in column");
});
