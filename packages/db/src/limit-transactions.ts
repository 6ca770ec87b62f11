import pg from "pg";

/** Settings of PostgreSQL, such as `lock_timeout`, and what they are to be. */
export type SessionSettings = Record<string, string>;

/** What pg's queries have and its types do not tell. */
interface RunningQuery extends pg.Submittable {
  text: string;
  name: string | undefined;
  callback: ((error: Error | null, result: unknown) => void) | undefined;
  submit(connection: pg.Connection): Error | null;
  requiresPreparation(): boolean;
  prepare(connection: Wire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
}
interface Wire {
  parse(statement: { text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
}
type QueryArguments = [config: string | pg.QueryConfig, values?: unknown, callback?: unknown];
const RunningQuery = pg.Query as unknown as new (...args: QueryArguments) => RunningQuery;

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;

/** Lasts for the transaction that it is in. */
const selectSettings = (settings: SessionSettings): string =>
  `SELECT ${Object.entries(settings)
    .map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`)
    .join(", ")}`;

/** The same without a look at the data, before which alone a transaction may choose its isolation. */
const setLocal = (settings: SessionSettings): string =>
  Object.entries(settings)
    .map(([name, value]) => `SET LOCAL ${name} = ${name === "search_path" ? value : pg.escapeLiteral(value)}`)
    .join("; ");

/**
 * A query that takes settings along into its transaction: behind BEGIN, or, where it is a transaction of its own, in one
 * message with it. It has no name, which the next connection to the server would not know.
 */
class LimitedQuery extends RunningQuery {
  /** The answer to the settings is still to come, and nobody asked for it. */
  #answersSettings = false;

  constructor(
    private readonly settings: SessionSettings,
    private readonly isInTransaction: () => boolean,
    ...[config, ...rest]: QueryArguments
  ) {
    super(typeof config === "string" ? config : { ...config, name: undefined }, ...rest);
  }

  override submit(connection: pg.Connection): Error | null {
    if (BEGINS.test(this.text)) {
      this.text = `${this.text}; ${setLocal(this.settings)}`;
    } else if (!this.isInTransaction()) {
      this.#answersSettings = true;
      if (!this.requiresPreparation()) this.text = `${selectSettings(this.settings)}; ${this.text}`;
    }
    return super.submit(connection);
  }

  override prepare(connection: Wire): void {
    if (this.#answersSettings) {
      connection.parse({ text: selectSettings(this.settings) });
      connection.bind({});
      connection.execute({});
    }
    super.prepare(connection);
  }

  override handleRowDescription(message: unknown): void {
    if (!this.#answersSettings) super.handleRowDescription(message);
  }

  override handleDataRow(message: unknown): void {
    if (!this.#answersSettings) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#answersSettings) this.#answersSettings = false;
    else super.handleCommandComplete(message, connection);
  }
}

/**
 * Makes a connection behind a pooler give each of its transactions the settings, since a session's may be somebody else's
 * by the next one (PgBouncer and Supavisor in transaction mode).
 * @param client connected, and idle
 */
export function limitTransactions(client: pg.Client, settings: SessionSettings): void {
  let status = "I";
  // Before pg's own listener, which sends the next query.
  client.connection.prependListener("readyForQuery", (message: { status: string }) => {
    status = message.status;
  });
  const send = client.query.bind(client) as (query: RunningQuery) => void;
  const query = (...args: QueryArguments) => {
    const limited = new LimitedQuery(settings, () => status !== "I", ...args);
    if (limited.callback) return send(limited);
    return new Promise((resolve, reject) => {
      limited.callback = (error, result) => (error ? reject(error) : resolve(result));
      send(limited);
    });
  };
  client.query = query as typeof client.query;
}
