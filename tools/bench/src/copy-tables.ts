import { finished } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type Deps } from "@koppeling/api/deps";

/** In the order of their foreign keys. */
const TABLES = [
  "sales_reps",
  "sync_runs",
  "recordings",
  "calls",
  "transcripts",
  "sync_run_recordings",
] as const;
/** All rows that a sync writes, by table, as PostgreSQL copies them out. */
export async function copyOut(deps: Deps): Promise<Map<string, Buffer>> {
  const client = await deps.db.pool.connect();
  const copies = new Map<string, Buffer>();
  try {
    for (const table of TABLES) {
      const chunks: Buffer[] = [];
      const stream = client.query(copyTo(`COPY ${table} TO STDOUT`));
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      copies.set(table, Buffer.concat(chunks));
    }
  } finally {
    client.release();
  }
  return copies;
}

/** The same rows into empty tables, in one transaction. */
export async function copyIn(deps: Deps, copies: ReadonlyMap<string, Buffer>): Promise<void> {
  const client = await deps.db.pool.connect();
  try {
    await client.query("BEGIN");
    for (const table of TABLES) {
      const stream = client.query(copyFrom(`COPY ${table} FROM STDIN`));
      stream.end(copies.get(table));
      await finished(stream);
    }
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
