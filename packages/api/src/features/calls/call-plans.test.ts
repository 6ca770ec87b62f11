import { expect, it } from "vitest";
import { seedCalls } from "@koppeling/testing/seed-calls";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { findUnindexed } from "@koppeling/testing/find-unindexed";

it("reads no table from end to end for a list, a filter or a search, with sequential scans allowed", async () => {
  await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
  for (let rep = 1; rep <= 12; rep++) await stack.addRep(`Rep ${rep}`, `rep${rep}@bench.example`);
  await seedCalls(stack.deps, { calls: 20_000, transcripts: 400 });
  // Words that stand in so many calls that reading all would be the quicker way are found by walking along.
  expect(await findUnindexed(stack.deps, ["zeldzaam", "contractverleng", "bestaatnietergens"])).toEqual([]);
  // The check itself sees a table that is read wholly.
  await stack.deps.db.pool.query("DROP INDEX call_search_document_idx");
  expect(await findUnindexed(stack.deps, ["zeldzaam"])).toContain("search zeldzaam (lookup): call_search");
});
