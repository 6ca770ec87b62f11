import { parseEnvironment } from "@koppeling/api/environment";

// The only reader of process.env. Everything else gets values from here, or from Deps.

export const isDevelopment = process.env.NODE_ENV === "development";

/** Where Next's server listens is HOSTNAME's to say, and everywhere without it; the start script sets it to HOST. */
export const readEnvironment = () =>
  parseEnvironment({ ...process.env, HOST: process.env.HOSTNAME ?? "0.0.0.0" });

/** Started by this project's own start script, which ends together with what it started. */
export const isChildProcess = () => process.env.KOPPELING_CHILD === "1";

/** next-auth reads this one itself, and would otherwise take every address for localhost:3000. */
export function defaultNextAuthUrl(address: string) {
  process.env.NEXTAUTH_URL ??= address;
}
