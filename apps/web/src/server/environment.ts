import type { Environment } from "@koppeling/api/environment";
import { defaultNextAuthUrl, readEnvironment } from "@/env";

/**
 * Reads the environment on first use, because a build has none. When something is wrong, the process prints all faults
 * and ends, instead of running with half a configuration.
 */
export function requireEnvironment(): Environment {
  const parsed = readEnvironment();
  if (!parsed.ok) {
    const faults = parsed.faults.map((fault) => `  - ${fault}\n`).join("");
    process.stderr.write(`Koppeling cannot start. Mend this in the environment or .env:\n${faults}`);
    process.exit(1);
  }
  defaultNextAuthUrl(parsed.environment.nextauthUrl);
  return parsed.environment;
}
