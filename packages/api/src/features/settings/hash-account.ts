import { type Deps } from "../../deps";
import { hashApiKey } from "./hash-api-key";
import { nameAudience } from "./name-audience";

/**
 * Names whose calls are seen, without saying anything of the key: keys are personal, each shows other calls, and the
 * same key at another Fathom shows others again.
 */
export function hashAccount(deps: Deps, apiKey: string): string {
  return hashApiKey(deps, `${nameAudience(deps.config.fathomApiBaseUrl)}|${apiKey}`);
}
