import type { SandboxRecording } from "./world";

/** What the sandbox is about to answer, before a fault gets hold of it. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The recordings in a list, for the ledger of what was delivered. */
  served: readonly SandboxRecording[];
};

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return rawAnswer(status, JSON.stringify(value), headers);
}

/** The same for text that is JSON already. */
export function rawAnswer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body,
    served: [],
  };
}
