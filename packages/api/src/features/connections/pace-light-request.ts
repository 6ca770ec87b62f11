import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { hashApiKey } from "../settings/hash-api-key";
import { takeSlot } from "./rate-budget";

/** A person is waiting: a moment is fine, a minute is not. */
const LONGEST_WAIT_SECONDS = 2;

/**
 * Makes the hook that takes a place in the rate budget before each light request that somebody waits for, such as a
 * connection test, so that it does not push a sync over what Fathom allows.
 * @throws AppError (the hook) `fathom_busy` with the seconds to wait, when the budget is used up
 */
export function paceLightRequest(deps: Deps, apiKey: string): () => Promise<void> {
  const keyHash = hashApiKey(deps, apiKey);
  return async () => {
    let seconds = await takeSlot(deps, keyHash, "light");
    if (seconds > 0 && seconds <= LONGEST_WAIT_SECONDS) {
      await deps.clock.sleep(seconds * 1000);
      seconds = await takeSlot(deps, keyHash, "light");
    }
    if (seconds === 0) return;
    const whole = Math.ceil(seconds);
    throw new AppError("fathom_busy", { seconds: whole }, { retryAfterSeconds: whole });
  };
}
