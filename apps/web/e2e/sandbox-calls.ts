import { expect } from "./fixtures";
import type { StackState } from "./stack/stack-state";

export type SandboxCall = {
  title: string;
  startedAt?: string;
  endedAt?: string;
  /** Null when transcript, summary and action items are not there yet. */
  contentReadyAt?: null;
  recordedBy?: { email: string };
  transcript?: { speaker: string; email: string | null; text: string; seconds: number }[];
  summary?: { template: string | null; markdown: string };
};

/** Records a call in the sandbox. Without `endedAt` it has just ended. */
export async function addSandboxCall(stack: StackState, call: SandboxCall) {
  const response = await fetch(`${stack.sandboxUrl}/_sandbox/calls`, {
    method: "POST",
    body: JSON.stringify({ recordedBy: { email: "anna.devries@zonnewende.example" }, ...call }),
  });
  expect(response.status).toBe(201);
}
