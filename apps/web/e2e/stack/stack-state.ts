/** What tests know about the stack that the global setup started for their worker. */
export type StackState = {
  url: string;
  sandboxUrl: string;
  controlUrl: string;
  /** A sign-in provider: see oidc-issuer.ts. */
  providerUrl: string;
  cronSecret: string;
  apiKey: string;
  users: Record<Role, StackUser>;
};

export type Role = "admin" | "viewer";
export type StackUser = { id: string; email: string; name: string; password: string; sessionCookie: string };

const VARIABLE = "KOPPELING_E2E_STACK";

/** Playwright's workers inherit the environment of the process that ran the global setup. */
export function publishStackStates(states: StackState[]) {
  process.env[VARIABLE] = JSON.stringify(states);
}

/** Reads the state of this worker's stack. Parallel workers are numbered from 0; a replacement keeps the number. */
export function readStackState(): StackState {
  const states = JSON.parse(process.env[VARIABLE] ?? "[]") as StackState[];
  const state = states[Number(process.env.TEST_PARALLEL_INDEX)];
  if (!state) throw new Error("The global setup has not started a stack for this worker.");
  return state;
}
