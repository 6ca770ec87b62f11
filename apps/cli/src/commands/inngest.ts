import { isInngestExecutor } from "@koppeling/api/executors/inngest";
import { CliError } from "../cli-error";
import { withInstallation } from "../open-installation";
import type { Output } from "../output";

/** `inngest register`: after a deploy, tells the Inngest server of the jobs of this version and where it reaches them. */
export async function registerInngestCommand(): Promise<Output> {
  const result = await withInstallation(async ({ deps }) => {
    if (!isInngestExecutor(deps.jobs))
      throw new CliError("Inngest does not run the jobs of this installation: set its INNGEST_ variables.");
    return deps.jobs.register();
  });
  const { registered, url, functions, message } = result;
  return {
    json: result,
    text: registered
      ? `Registered ${functions} jobs at ${url}.`
      : `Inngest did not take the jobs at ${url}${message ? `: ${message}` : ""}. Is the signing key its own, and the address right?`,
    exitCode: registered ? 0 : 1,
  };
}
