import { FathomBadResponseError } from "./errors";
import { parseJson } from "./parse-json";
import type { FathomAnswer } from "./send-request";

/**
 * The JSON of an answer. The text goes by what it is, not by its content type.
 *
 * @throws FathomBadResponseError for an empty body, HTML or cut JSON; it says which, and quotes nothing, since a cut
 * answer is full of other people's conversations
 */
export function readJson(answer: FathomAnswer): unknown {
  try {
    return parseJson(answer.text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new FathomBadResponseError(`Fathom answered with ${describe(answer.text)}`, {
      status: answer.status,
    });
  }
}

/** For an answer that is JSON, but not of the kind that was asked for. */
export function wrongShape(answer: FathomAnswer, expected: string): FathomBadResponseError {
  return new FathomBadResponseError(`Fathom's answer is not ${expected}`, { status: answer.status });
}

function describe(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (start === "") return "an empty body";
  return start.startsWith("<") ? "HTML instead of JSON" : "JSON that is cut off or broken";
}
