import { Decision, RunItemOutcome, SyncTrigger, UserRole } from "@koppeling/db/prisma";
import { expect, it } from "vitest";
import { ROLES } from "./context";
import { runItemSchema } from "./features/runs/list-run-items";
import { runResultSchema } from "./features/runs/run-result";
import { DECISIONS, ITEM_REASONS, noneSkipped, OUTCOMES, SKIP_REASONS, TRIGGERS } from "./reasons";

it.each([
  ["decisions", DECISIONS, Object.values(Decision)],
  ["outcomes", OUTCOMES, Object.values(RunItemOutcome)],
  ["triggers", TRIGGERS, Object.values(SyncTrigger)],
  ["roles", ROLES, Object.values(UserRole)],
  ["outcomes of run items", OUTCOMES, runItemSchema.shape.outcome.options],
  ["triggers of a run's result", TRIGGERS, runResultSchema.shape.trigger.options],
  ["counted reasons", SKIP_REASONS, Object.keys(noneSkipped())],
])("the %s are those of the database and of what is answered", (_name, list, known) => {
  expect([...list]).toEqual(known);
});

it("no reason stands for two things", () => {
  expect(new Set(ITEM_REASONS).size).toBe(ITEM_REASONS.length);
});
