import { setTimeout as sleep } from "node:timers/promises";
import { isTransientDatabaseError } from "./is-transient-database-error";

/**
 * Runs `work` again, from its beginning, when the database failed it in passing (see isTransientDatabaseError), with
 * a wait that doubles and varies. `work` must be one whole transaction, or safe to repeat. Throws the last error.
 * @param options.attempts how often at most, the first time included
 * @param options.delayMs the first wait
 */
export async function retryOnTransientError<Result>(
  work: () => Promise<Result>,
  { attempts = 4, delayMs = 100 }: { attempts?: number; delayMs?: number } = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isTransientDatabaseError(error)) throw error;
      const longest = delayMs * 2 ** (attempt - 1);
      await sleep(longest / 2 + Math.random() * (longest / 2));
    }
  }
}
