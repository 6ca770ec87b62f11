import { AppError } from "@koppeling/api/errors";
import { translate } from "@koppeling/api/messages";
import { OpenDatabaseError } from "@koppeling/db/close-database";
import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { MigrateError } from "@koppeling/db/migrate";
import { FathomError } from "@koppeling/fathom/errors";
import { ZodError } from "zod";
import { CliError } from "./cli-error";

/** Errors whose message is a sentence for a person already. */
const SELF_EXPLAINING = [CliError, MigrateError, OpenDatabaseError, FathomError];

/** Of PostgreSQL and the system, where the database's address is what has to be mended. */
const ADDRESS_PROBLEMS: Record<string, string> = {
  "28P01": "The database does not accept the user name or password of DATABASE_URL.",
  "28000": "The database does not let the account of DATABASE_URL in.",
  "3D000": "The database that DATABASE_URL names does not exist. To make it: npm run koppeling -- migrate",
  ENOTFOUND: "There is no machine by the name in DATABASE_URL.",
};

/** What to tell a person of an error: a sentence where we know what to do, and all there is where we do not. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SELF_EXPLAINING.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof AppError) return translate("en", `error.${error.code}`, error.params);
  if (error instanceof ZodError) {
    return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n");
  }
  const addressProblem = ADDRESS_PROBLEMS[(error as NodeJS.ErrnoException).code ?? ""];
  if (addressProblem) return `${addressProblem} (${error.message})`;
  if (isTransientDatabaseError(error)) {
    return `The database does not answer, or is too busy. Check that it runs, and try again. (${error.message})`;
  }
  return error.stack ?? error.message;
}
