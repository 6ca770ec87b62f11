import { AppError } from "@koppeling/api/errors";
import { translate } from "@koppeling/api/messages";
import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { MigrateError } from "@koppeling/db/migrate";
import { FathomError } from "@koppeling/fathom/errors";
import { ZodError } from "zod";
import { CliError } from "./cli-error";

/** What to tell a person of an error: a sentence where we know what to do, and all there is where we do not. */
export function describeError(error: unknown): string {
  if (error instanceof CliError || error instanceof MigrateError || error instanceof FathomError) {
    return error.message;
  }
  if (error instanceof AppError) return translate("en", `error.${error.code}`, error.params);
  if (error instanceof ZodError) {
    return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n");
  }
  if (!(error instanceof Error)) return String(error);
  if (isTransientDatabaseError(error)) {
    return `The database does not answer, or is too busy. Check that it runs, and try again. (${error.message})`;
  }
  return error.stack ?? error.message;
}
