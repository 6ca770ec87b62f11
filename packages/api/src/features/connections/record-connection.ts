import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type FailureCode } from "../../reasons";
import { hashApiKey } from "../settings/hash-api-key";
import { writeSettings } from "../settings/write-settings";

/** Keeps what Fathom said to a key: `code` null is a yes. */
export async function recordConnection(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "$executeRaw">,
  outcome: { apiKey: string; code: FailureCode | null; isTest: boolean; userId: string | null },
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
