export const sameTeams = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");

/** What Fathom said of its teams, in the browser's memory. */
export const TEAMS_KEY = ["fathom-teams"];
