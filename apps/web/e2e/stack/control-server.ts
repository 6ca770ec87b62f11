import type { Deps } from "@koppeling/api/deps";
import { SYSTEM } from "@koppeling/api/context";
import { updateSettings } from "@koppeling/api/features/settings/update-settings";
import { indexSearch } from "@koppeling/api/features/calls/index-search.job";
import { applyRules } from "@koppeling/api/features/recordings/apply-rules";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { retryOnTransientError } from "@koppeling/db/retry-transaction";
import { createServer } from "node:http";
import { z } from "zod";

const commandSchema = z.discriminatedUnion("do", [
  /** Back to a new installation with its users and reps: no settings, no calls, no runs. */
  z.object({ do: z.literal("reset") }),
  z.object({ do: z.literal("storeApiKey"), apiKey: z.string() }),
  z.object({ do: z.literal("sync"), hours: z.number() }),
  /** What the server's own job does within a minute after a change of the rules of matching. */
  z.object({ do: z.literal("applyRules") }),
  z.object({ do: z.literal("sql"), text: z.string() }),
]);

export type ControlCommand = z.input<typeof commandSchema>;

/** Lets tests, which run in other processes, put the database into the state they start from. */
export async function startControlServer(deps: Deps) {
  /** Those of before the first test. */
  let reps: string[] | null = null;
  async function obey(command: z.output<typeof commandSchema>) {
    switch (command.do) {
      case "reset":
        reps ??= (await deps.db.prisma.salesRep.findMany({ select: { id: true } })).map(({ id }) => id);
        // The server's own jobs go on meanwhile, and may hold a row of the next table.
        return retryOnTransientError(() => reset(deps, reps ?? []));
      case "storeApiKey":
        return updateSettings(deps, { apiKey: command.apiKey }, SYSTEM);
      case "sync":
        await runSync(deps, { trigger: "cli", hours: command.hours });
        // What the server's own job does within a minute.
        return indexSearch(deps);
      case "applyRules":
        return applyRules(deps);
      case "sql":
        return deps.db.pool.query(command.text);
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        await obey(commandSchema.parse(JSON.parse(Buffer.concat(chunks).toString())));
        response.writeHead(204).end();
      } catch (error) {
        response.writeHead(500).end(error instanceof Error ? error.message : "unknown");
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Also without the reps that a test made. */
async function reset(deps: Deps, reps: readonly string[]) {
  await deps.db.pool.query(
    `TRUNCATE system_settings, calls, transcripts, recordings, sync_runs, sync_run_recordings,
       rate_budgets, rate_limits, audit_logs, webhook_events, rematches, compared_rules, rules_changes, incidents, user_notices,
       second_factors, recovery_codes CASCADE`,
  );
  return deps.db.pool.query("DELETE FROM sales_reps WHERE NOT id = ANY($1)", [reps]);
}
