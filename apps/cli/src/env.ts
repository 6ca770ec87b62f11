import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { type Environment, parseEnvironment } from "@koppeling/api/environment";
import { CliError } from "./cli-error";

export type Values = Record<string, string>;

export interface LoadedEnvironment {
  rootDir: string;
  /** Absolute. */
  dataDir: string;
  /** What is set in the environment (all of it) or `.env`, without empty ones. */
  configured: Values;
  /** The former, over what this installation made for itself in `local.env`: also fit for a child process. */
  values: Values;
}

export const REPOSITORY_ROOT = path.resolve(import.meta.dirname, "../../..");

/** Of the secrets that an installation makes for itself. */
export const localSecretsFile = (dataDir: string): string => path.join(dataDir, "local.env");

const withoutEmpty = (values: Record<string, string | undefined>): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value?.trim() ? [[name, value] as const] : [])),
  );

/** Whether npm started this process, with a shell in between. */
export const isRunByNpm = (): boolean => process.env.npm_lifecycle_event !== undefined;

/** The variables of a file in the form of `.env`; none when there is no such file. */
export const readEnvFile = (file: string): Values =>
  existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, "utf8"))) : {};

const READ_BY_NODE = "NODE_EXTRA_CA_CERTS";

/** Reads the environment, then `.env`, then `local.env` of the data folder: the first that has a variable wins. Throws CliError. */
export function loadEnvironment({
  rootDir = REPOSITORY_ROOT,
  processEnvironment = process.env,
}: {
  rootDir?: string;
  processEnvironment?: Record<string, string | undefined>;
} = {}): LoadedEnvironment {
  const fromFile = readEnvFile(path.join(rootDir, ".env"));
  const configured = { ...fromFile, ...withoutEmpty(processEnvironment) };
  if (fromFile[READ_BY_NODE] && !processEnvironment[READ_BY_NODE])
    throw new CliError(
      `${READ_BY_NODE} has no effect in .env, since Node reads it before: set it in the environment. For the database alone, sslrootcert= in DATABASE_URL does the same.`,
    );
  const dataDir = path.resolve(rootDir, configured.DATA_DIR ?? ".data");
  return {
    rootDir,
    dataDir,
    configured,
    values: { ...readEnvFile(localSecretsFile(dataDir)), ...configured },
  };
}

/** @throws CliError that says everything that is wrong, at once */
export function checkEnvironment(values: Values): Environment {
  const parsed = parseEnvironment(values);
  if (parsed.ok) return parsed.environment;
  const faults = parsed.faults.map((fault) => `  - ${fault}`).join("\n");
  throw new CliError(`Mend this in the environment or .env:\n${faults}`);
}
