import { FathomError } from "@koppeling/fathom/errors";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { paceLightRequest } from "./pace-light-request";
import { loadSettings, requireApiKey } from "../settings/load-settings";

/** The teams that Fathom knows, for the team filter. @throws AppError when there is no key, or Fathom does not answer */
export async function listTeams(deps: Deps): Promise<string[]> {
  const apiKey = requireApiKey(await loadSettings(deps));
  try {
    const teams = await deps.fathom(apiKey, { beforeRequest: paceLightRequest(deps, apiKey) }).listTeams();
    return teams.map((team) => team.name).sort((a, b) => a.localeCompare(b));
  } catch (error) {
    if (!(error instanceof FathomError)) throw error;
    throw new AppError(
      error.code === "unauthorized" ? "fathom_unauthorized" : "fathom_unavailable",
      {},
      { cause: error },
    );
  }
}
