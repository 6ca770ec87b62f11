import pg from "pg";

/**
 * Connections for questions that users ask. Each statement runs in a transaction of its own that may write nothing and
 * ends after so long; both are said with the statement, since behind a pooler a connection keeps no settings.
 */
export class ReadPool extends pg.Pool {
  readonly #begin: string;

  constructor(config: pg.PoolConfig, statementTimeoutMs: number) {
    super(config);
    this.#begin = `BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.round(statementTimeoutMs)}`;
    this.query = this.#readOnly.bind(this) as pg.Pool["query"];
    // Whoever holds a connection could begin a transaction that writes.
    this.connect = () => Promise.reject(new Error("questions of users are single statements"));
  }

  async #readOnly(query: string | pg.QueryConfig, values?: unknown[]): Promise<unknown> {
    const client = await super.connect();
    try {
      await client.query(this.#begin);
      const result = await (typeof query === "string"
        ? client.query(query, values)
        : client.query(query, values));
      await client.query("COMMIT");
      client.release();
      return result;
    } catch (error) {
      // The transaction ends with its connection, whatever state it is in.
      client.release(true);
      throw error;
    }
  }
}
