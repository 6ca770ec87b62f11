import { FathomError } from "@koppeling/fathom/errors";
import { AppError } from "../../errors";

/** What a person who waits for Fathom's answer may be told; anything else stays what it was. */
export function explainFathomError(error: unknown): unknown {
  if (!(error instanceof FathomError)) return error;
  const refused = error.code === "unauthorized" || error.code === "forbidden";
  return new AppError(refused ? "fathom_unauthorized" : "fathom_unavailable", {}, { cause: error });
}
