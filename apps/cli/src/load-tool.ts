import { CliError } from "./cli-error";

/** Node's code, and the one of bundlers and loaders that imitate it. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";

/**
 * Imports a package of `tools`, which a production installation need not have.
 * @param load what imports it, so that the name stands where it is used
 * @param advice what to do without it
 * @throws CliError when it is not installed
 */
export async function loadTool<Module>(load: () => Promise<Module>, advice: string): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new CliError(advice, { cause: error });
  }
}
