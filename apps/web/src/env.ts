import { type Environment, parseEnvironment } from "@koppeling/api/environment";

let environment: Environment | undefined;

/**
 * The only reader of process.env, on first use: a build has no environment to check.
 * With anything wrong the process says all of it and ends, since half a configuration is worse than none.
 */
export function getEnvironment(): Environment {
  environment ??= readEnvironment();
  return environment;
}

function readEnvironment(): Environment {
  const parsed = parseEnvironment(process.env);
  if (!parsed.ok) {
    const faults = parsed.faults.map((fault) => `  - ${fault}\n`).join("");
    process.stderr.write(`Koppeling cannot start. Mend this in the environment or .env:\n${faults}`);
    process.exit(1);
  }
  // next-auth reads this one itself, and would otherwise take every address for localhost:3000.
  process.env.NEXTAUTH_URL ??= parsed.environment.nextauthUrl;
  return parsed.environment;
}

export const isDevelopment = process.env.NODE_ENV === "development";

/** Started by this project's own start script, which ends together with what it started. */
export const isChildProcess = () => process.env.KOPPELING_CHILD === "1";
