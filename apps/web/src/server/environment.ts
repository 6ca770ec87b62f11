import type { Environment } from "@koppeling/api/environment";
import { defaultNextAuthUrl, readEnvironment } from "@/env";

/**
 * On first use, since a build has no environment to check. With anything wrong the process says all of it and
 * ends: half a configuration is worse than none.
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
