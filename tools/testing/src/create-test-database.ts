import { inject } from "vitest";
import { cloneDatabase, type TestDatabase } from "./clone-database";
import type {} from "./vitest-global-setup";

/** Of the run's PostgreSQL, in which its account may do everything. */
export async function loadTestClusterUrl(): Promise<string> {
  const response = await fetch(inject("testClusterDoor"));
  const text = await response.text();
  if (!response.ok) throw new Error(`The PostgreSQL of the tests did not start: ${text}`);
  return text;
}

/** A migrated, empty database for one test: `await using database = await createTestDatabase()`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(await loadTestClusterUrl());
}
