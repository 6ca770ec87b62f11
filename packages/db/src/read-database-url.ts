import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { checkServerIdentity } from "node:tls";
import type pg from "pg";

/** What a PostgreSQL URL says, in the terms of the driver. */
export interface DatabaseAddress {
  config: pg.ClientConfig;
  /** Where the tables are: Prisma's `?schema=`, else `public`. The driver itself does not look into it. */
  schema: string;
}

/** A PostgreSQL URL cannot be used as it is. `message` says what to do, and holds no password. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}

/** What is read here, and what means something to Prisma alone. */
const NOT_FOR_THE_DRIVER = [
  ...["schema", "ssl", "sslmode", "sslrootcert", "sslcert", "sslkey"],
  ...["sslaccept", "pgbouncer", "connection_limit", "pool_timeout", "connect_timeout"],
];

const MODES = ["disable", "allow", "prefer", "require", "no-verify", "verify-ca", "verify-full"];
/** The driver's own way to say so. */
const MODE_OF_SSL: Record<string, string> = {
  ...{ true: "verify-full", "1": "verify-full" },
  ...{ false: "disable", "0": "disable" },
};

/** @returns undefined where the URL says nothing of it */
function readMode(parameters: URLSearchParams): string | undefined {
  const ssl = parameters.get("ssl");
  const mode = parameters.get("sslmode") ?? (ssl && (MODE_OF_SSL[ssl] ?? ssl));
  if (!mode) return parameters.get("sslrootcert") ? "verify-full" : undefined;
  if (MODES.includes(mode)) return mode;
  throw new DatabaseUrlError(
    `sslmode=${mode} in the database's address is unknown: use verify-full, verify-ca, require or disable.`,
  );
}

function readFile(parameters: URLSearchParams, name: string): string | undefined {
  const file = parameters.get(name);
  if (!file) return undefined;
  if (!path.isAbsolute(file))
    throw new DatabaseUrlError(
      `${name}=${file} in the database's address must be a path from / on: the dashboard and the command line run in different folders.`,
    );
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "it failed" } = error as NodeJS.ErrnoException;
    throw new DatabaseUrlError(
      `The file that ${name} in the database's address names cannot be read: ${file} (${code}).`,
      { cause: error },
    );
  }
}

function readAuthority(parameters: URLSearchParams): string | undefined {
  if (parameters.get("sslrootcert") === "system") return undefined;
  const text = readFile(parameters, "sslrootcert");
  try {
    if (text !== undefined) new X509Certificate(text);
    return text;
  } catch (error) {
    throw new DatabaseUrlError(
      "The file that sslrootcert in the database's address names holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).",
      { cause: error },
    );
  }
}

/**
 * As PostgreSQL's own programs take it: `require` encrypts and believes any server, unless sslrootcert says whose
 * certificates count. Those of NODE_EXTRA_CA_CERTS count wherever there is no sslrootcert.
 */
function readTls(url: URL): Pick<pg.ClientConfig, "ssl"> {
  const parameters = url.searchParams;
  const mode = readMode(parameters);
  if (mode === undefined) return {};
  if (mode === "disable") return { ssl: false };
  const ca = readAuthority(parameters);
  const [cert, key] = ["sslcert", "sslkey"].map((name) => readFile(parameters, name));
  const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  if (mode === "verify-full" || parameters.get("sslrootcert") === "system") {
    // The driver compares an address of numbers with "localhost".
    const host = url.hostname.replace(/^\[|\]$/g, "");
    return {
      ssl: { ...files, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) },
    };
  }
  if (mode === "verify-ca" || (ca && mode !== "no-verify"))
    return { ssl: { ...files, checkServerIdentity: () => undefined } };
  return { ssl: { ...files, rejectUnauthorized: false } };
}

/**
 * Reads a PostgreSQL URL: `?schema=` names the schema, `?sslmode=`, `?sslrootcert=` and their like mean what they mean to
 * PostgreSQL's own programs, and Prisma's parameters nothing.
 * @throws DatabaseUrlError
 */
export function readDatabaseUrl(databaseUrl: string): DatabaseAddress {
  const url = new URL(databaseUrl);
  const tls = readTls(url);
  const schema = url.searchParams.get("schema") || "public";
  for (const name of NOT_FOR_THE_DRIVER) url.searchParams.delete(name);
  return { config: { connectionString: url.toString(), ...tls }, schema };
}

/** What is wrong with a PostgreSQL URL or the files it names, as a sentence that says what to do; null as a rule. */
export function findDatabaseUrlFault(databaseUrl: string): string | null {
  try {
    readDatabaseUrl(databaseUrl);
    return null;
  } catch (error) {
    if (error instanceof DatabaseUrlError) return error.message;
    throw error;
  }
}
