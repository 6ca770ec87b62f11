import { FathomError } from "@koppeling/fathom/errors";
import { AppError } from "../../errors";
import { classifyFailure } from "./classify-failure";

/**
 * Makes of what Fathom answered the error that a person who waits for it is shown. Every place where somebody waits
 * throws this; anything that is not Fathom's comes back as it is.
 * @returns AppError `fathom_unauthorized`, `fathom_forbidden`, `fathom_busy`, `fathom_bad_response` or `fathom_unavailable`
 */
export function explainFathomError(error: unknown): unknown {
  if (!(error instanceof FathomError)) return error;
  const { code, seconds } = classifyFailure(error);
  const options = { cause: error };
  switch (code) {
    case "unauthorized":
      return new AppError("fathom_unauthorized", {}, options);
    case "forbidden":
      return new AppError("fathom_forbidden", {}, options);
    case "rate_limited":
      return new AppError("fathom_busy", { seconds }, { ...options, retryAfterSeconds: seconds });
    case "bad_response":
      return new AppError("fathom_bad_response", {}, options);
    default:
      return new AppError("fathom_unavailable", {}, options);
  }
}
