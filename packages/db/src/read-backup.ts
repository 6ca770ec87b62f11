import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { z } from "zod";

/**
 * A backup is a gzip of text: one line of JSON (BackupHeader), then of each table, in that order, its rows as COPY writes
 * them and a line `\.`, then one line of JSON with the SHA-256 of all that stands before it.
 */
export const BACKUP_FORMAT = "koppeling-backup";
export const BACKUP_VERSION = 1;
export const END_OF_TABLE = "\\.\n";

const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0) });
const sequenceSchema = z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() });
const anyVersionSchema = z.object({ format: z.literal(BACKUP_FORMAT), version: z.int() });
const headerSchema = anyVersionSchema.extend({
  madeAt: z.iso.datetime(),
  /** Those that the database had, in their order. */
  migrations: z.array(z.string()),
  /** Without the schema; each after those that its foreign keys name. */
  tables: z.array(tableSchema),
  sequences: z.array(sequenceSchema),
});
const trailerSchema = z.object({ sha256: z.string() });

export type BackupTable = z.infer<typeof tableSchema>;
export type BackupHeader = z.infer<typeof headerSchema>;

/** A backup could not be made, read or restored. `message` says what to do, and holds no password. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

const NOTHING_RESTORED = "Nothing of it was restored.";
const cutOff = (file: string) =>
  new BackupError(`${file} ends too early: it was cut off. ${NOTHING_RESTORED} Take another backup.`);
const damaged = (file: string) =>
  new BackupError(`${file} is damaged: it is not what was written. ${NOTHING_RESTORED} Take another backup.`);
const foreign = (file: string) => new BackupError(`${file} is no backup of this product.`);

/** Longer than any header; no other line is read whole. */
const MAX_LINE_BYTES = 4_000_000;
const LINE_END = 0x0a;
/** Of the text, as it is unpacked. */
const CHUNK_BYTES = 256 * 1024;

async function* unzip(file: string): AsyncGenerator<Buffer> {
  let isBegun = false;
  try {
    // Its errors come out of the loop.
    const unzipped = pipeline(createReadStream(file), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
    for await (const chunk of unzipped) {
      isBegun = true;
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code = "it failed" } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw cutOff(file);
    if (code.startsWith("Z_")) throw isBegun ? damaged(file) : foreign(file);
    throw new BackupError(`${file} cannot be read (${code}).`, { cause: error });
  }
}

/** The text of a backup, taken from the front. */
class BackupText {
  readonly #chunks: AsyncGenerator<Buffer>;
  readonly #hash = createHash("sha256");
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly file: string) {
    this.#chunks = unzip(file);
  }

  async #fetch(): Promise<boolean> {
    const next: IteratorResult<Buffer, void> = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = Buffer.concat([this.#rest, next.value]);
    return true;
  }

  #take(bytes: number): Buffer {
    const taken = this.#rest.subarray(0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    this.#hash.update(taken);
    return taken;
  }

  /** @param whenShort what it means that the file has no such line */
  async takeLine(whenShort: BackupError): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(LINE_END);
      if (end >= 0) return this.#take(end + 1).toString();
      if (this.#rest.length > MAX_LINE_BYTES || !(await this.#fetch())) throw whenShort;
    }
  }

  /** The rows of a table, and away with the line that ends them. */
  async *takeRows(): AsyncGenerator<Buffer> {
    while (this.#rest.length < END_OF_TABLE.length) if (!(await this.#fetch())) throw cutOff(this.file);
    if (this.#rest.indexOf(END_OF_TABLE) === 0) {
      this.#take(END_OF_TABLE.length);
      return;
    }
    for (;;) {
      const end = this.#rest.indexOf(`\n${END_OF_TABLE}`);
      if (end >= 0) {
        yield this.#take(end + 1);
        this.#take(END_OF_TABLE.length);
        return;
      }
      // The line that ends them may be here by half.
      const whole = this.#rest.length - END_OF_TABLE.length;
      if (whole > 0) yield this.#take(whole);
      if (!(await this.#fetch())) throw cutOff(this.file);
    }
  }

  /** Whether all until here is what was written, and nothing follows. */
  async endsWell(): Promise<boolean> {
    const sha256 = this.#hash.copy().digest("hex");
    const trailer = trailerSchema.safeParse(parseJson(await this.takeLine(cutOff(this.file))));
    const isLast = this.#rest.length === 0 && !(await this.#fetch());
    return isLast && trailer.success && trailer.data.sha256 === sha256;
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // no schema takes it
  }
}

function parseHeader(file: string, line: string): BackupHeader {
  const json = parseJson(line);
  const any = anyVersionSchema.safeParse(json);
  if (!any.success) throw foreign(file);
  if (any.data.version > BACKUP_VERSION)
    throw new BackupError(
      `${file} was made by a newer version of this product, in a form that this one does not know. Restore it with that version.`,
    );
  const header = headerSchema.safeParse(json);
  if (!header.success) throw damaged(file);
  return header.data;
}

/**
 * Reads a backup from its beginning to its end, and makes sure that it is whole.
 * @param takeRows gets the rows of each table, as COPY writes them; by default they are read and left
 * @throws BackupError, also after the last table: what was taken counts only when this comes back
 */
export async function readBackup(
  file: string,
  takeRows: (table: BackupTable, rows: AsyncIterable<Buffer>) => Promise<void> = async (_, rows) => {
    for await (const _chunk of rows);
  },
): Promise<BackupHeader> {
  const text = new BackupText(file);
  try {
    const header = parseHeader(file, await text.takeLine(foreign(file)));
    for (const table of header.tables) await takeRows(table, text.takeRows());
    if (!(await text.endsWell())) throw damaged(file);
    return header;
  } finally {
    await text.close();
  }
}
