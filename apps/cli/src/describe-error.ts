import { AppError } from "@koppeling/api/errors";
import { translate } from "@koppeling/api/messages";
import { OpenDatabaseError } from "@koppeling/db/close-database";
import { explainConnectionError } from "@koppeling/db/explain-connection-error";
import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { MigrateError } from "@koppeling/db/migrate";
import { BackupError } from "@koppeling/db/read-backup";
import { DatabaseUrlError } from "@koppeling/db/read-database-url";
import { FathomError } from "@koppeling/fathom/errors";
import { ZodError } from "zod";
import { CliError } from "./cli-error";

/** Errors whose message is a sentence for a person already. */
const SELF_EXPLAINING = [
  CliError,
  BackupError,
  DatabaseUrlError,
  MigrateError,
  OpenDatabaseError,
  FathomError,
];

/** What to tell a person of an error: a sentence where we know what to do, and all there is where we do not. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SELF_EXPLAINING.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof AppError) return translate("en", `error.${error.code}`, error.params);
  if (error instanceof ZodError) {
    return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n");
  }
  const connectionProblem = explainConnectionError(error);
  if (connectionProblem) return connectionProblem;
  if (isTransientDatabaseError(error)) {
    return `The database does not answer, or is too busy. Check that it runs, and try again. (${error.message})`;
  }
  return error.stack ?? error.message;
}
