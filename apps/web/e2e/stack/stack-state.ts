/** What the tests know of the stack that the global setup started. */
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
export function publishStackState(state: StackState) {
  process.env[VARIABLE] = JSON.stringify(state);
}

export function readStackState(): StackState {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error("The global setup has not started the stack.");
  return JSON.parse(text) as StackState;
}
