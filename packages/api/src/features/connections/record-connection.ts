import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type FailureCode } from "../../reasons";
import { hashApiKey } from "../settings/hash-api-key";
import { type CandidateTest } from "../settings/load-settings";
import { writeSettings } from "../settings/write-settings";

type Outcome = { apiKey: string; code: FailureCode | null; userId: string | null };

/** Keeps what Fathom said to the key in use: `code` null is a yes. */
export async function recordConnection(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "$executeRaw">,
  outcome: Outcome & { isTest: boolean },
): Promise<void> {
  await writeSettings(
    deps,
    client,
    {
      fathom_connection_status: outcome.code === null ? "connected" : "error",
      fathom_last_error: outcome.code,
      fathom_tested_key: hashApiKey(deps, outcome.apiKey),
      ...(outcome.isTest ? { fathom_last_test: deps.clock.now().toISOString() } : {}),
    },
    outcome.userId,
  );
}

/** Keeps what Fathom said to a key that is not in use, for when it is saved: of the connection it says nothing. */
export async function recordCandidate(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "$executeRaw">,
  { apiKey, code, userId }: Outcome,
): Promise<void> {
  const test: CandidateTest = { key: hashApiKey(deps, apiKey), code, at: deps.clock.now().toISOString() };
  await writeSettings(deps, client, { fathom_candidate_test: JSON.stringify(test) }, userId);
}
