import { inject } from "vitest";
import { cloneDatabase, type TestDatabase } from "./clone-database";
import type {} from "./vitest-global-setup";

/** A migrated, empty database for one test: `await using database = await createTestDatabase()`. */
export function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject("testClusterAdminUrl"));
}
