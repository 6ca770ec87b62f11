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
  /** Removes settings, calls, runs and what belongs to them; keeps the users and reps that the stack starts with. */
  z.object({ do: z.literal("reset") }),
  z.object({ do: z.literal("storeApiKey"), apiKey: z.string() }),
  z.object({ do: z.literal("sync"), hours: z.number() }),
  /** Applies changed rules at once. The server's own job does so within a minute. */
  z.object({ do: z.literal("applyRules") }),
  z.object({ do: z.literal("sql"), text: z.string() }),
]);

export type ControlCommand = z.input<typeof commandSchema>;

/** Lets tests, which run in other processes, bring the database into the state that they need. */
export async function startControlServer(deps: Deps) {
  /** The reps that were there before the first test. */
  let reps: string[] | null = null;
  async function obey(command: z.output<typeof commandSchema>) {
    switch (command.do) {
      case "reset":
        reps ??= (await deps.db.prisma.salesRep.findMany({ select: { id: true } })).map(({ id }) => id);
        // The server's jobs keep running and may hold a row of a table that this empties.
        return retryOnTransientError(() => reset(deps, reps ?? []));
      case "storeApiKey":
        return updateSettings(deps, { apiKey: command.apiKey }, SYSTEM);
      case "sync":
        await runSync(deps, { trigger: "cli", hours: command.hours });
        // The server's own job does so within a minute.
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

/** Empties the tables, and deletes the reps that a test added. */
async function reset(deps: Deps, reps: readonly string[]) {
  await deps.db.pool.query(
    `TRUNCATE system_settings, calls, transcripts, recordings, sync_runs, sync_run_recordings,
       rate_budgets, rate_limits, audit_logs, webhook_events, rematches, compared_rules, rules_changes, incidents, user_notices,
       second_factors, recovery_codes CASCADE`,
  );
  return deps.db.pool.query("DELETE FROM sales_reps WHERE NOT id = ANY($1)", [reps]);
}
