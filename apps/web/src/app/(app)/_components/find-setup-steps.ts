import type { Overview } from "./overview";

export type SetupStep = {
  name: "key" | "test" | "reps" | "sync";
  state: "done" | "next" | "later";
};

/** @returns what is left to do of the first run, or null once calls can come in. */
export function findSetupSteps(overview: Pick<Overview, "connection" | "reps" | "lastSuccessAt">) {
  const { connection, reps, lastSuccessAt } = overview;
  const hasSynced = lastSuccessAt !== null;
  if (hasSynced && reps > 0) return null;
  const done = {
    key: connection.source !== null,
    // A sync that went well is as good a test as any.
    test: connection.status === "connected",
    reps: reps > 0,
    sync: hasSynced,
  };
  const names = ["key", "test", "reps", "sync"] as const;
  const next = names.find((name) => !done[name]);
  return names.map((name): SetupStep => {
    return { name, state: done[name] ? "done" : name === next ? "next" : "later" };
  });
}
