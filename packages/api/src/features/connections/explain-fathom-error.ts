import { FathomError } from "@koppeling/fathom/errors";
import { AppError } from "../../errors";
import { classifyFailure } from "./classify-failure";

/**
 * Turns an error of Fathom into the one that a waiting person is shown; any other error is returned as it is. A run and
 * the test of a key keep the code instead, and show it by `failure.*` of messages/.
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
