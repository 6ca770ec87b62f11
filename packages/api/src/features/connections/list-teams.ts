import { type Deps } from "../../deps";
import { explainFathomError } from "./explain-fathom-error";
import { paceLightRequest } from "./pace-light-request";
import { loadSettings, requireApiKey } from "../settings/load-settings";

/** The teams that Fathom knows, for the team filter. @throws AppError of {@link requireApiKey} or {@link explainFathomError} */
export async function listTeams(deps: Deps): Promise<string[]> {
  const apiKey = requireApiKey(await loadSettings(deps));
  try {
    const teams = await deps.fathom(apiKey, { beforeRequest: paceLightRequest(deps, apiKey) }).listTeams();
    return teams.map((team) => team.name).sort((a, b) => a.localeCompare(b));
  } catch (error) {
    throw explainFathomError(error);
  }
}
