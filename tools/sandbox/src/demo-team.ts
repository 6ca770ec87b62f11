import type { SandboxMember, SandboxTeam } from "./world";

export type DemoPerson = {
  name: string;
  email: string;
  team: "Sales" | "Marketing" | null;
  /**
   * rep: records calls and belongs in the CRM. archived: the same, but left. stranger: records calls, but is nobody's
   * rep. unseen: is in Fathom, but the key shows none of this person's calls.
   */
  role: "rep" | "archived" | "stranger" | "unseen";
  /** Other addresses this person records under, as Fathom spells them. */
  aliases: string[];
};

/** The people of the demo company, so that a seed can make sales reps of them. */
export const DEMO_TEAM: readonly DemoPerson[] = [
  person("Anna de Vries", "anna.devries@zonnewende.example", "Sales", "rep"),
  person("Bram Bakker", "bram.bakker@zonnewende.example", "Sales", "rep", [
    "B.Bakker@zonnewende-partners.example",
  ]),
  person("Fatima el Amrani", "fatima.elamrani@zonnewende.example", "Sales", "rep"),
  // His calls come in upper and lower case: that is one address, not an alias.
  person("Joost van Dijk", "joost.vandijk@zonnewende.example", "Sales", "rep"),
  person("Sanne Visser", "sanne.visser@zonnewende.example", "Marketing", "rep"),
  person("Esra Yılmaz", "esra.yilmaz@zonnewende.example", "Sales", "unseen"),
  person("Pieter Kuipers", "pieter.kuipers@zonnewende.example", "Sales", "archived"),
  person("Kees Jansen", "kees.jansen@zonnewende.example", "Sales", "stranger"),
];

export const DEMO_TEAMS: SandboxTeam[] = [
  { name: "Sales", createdAt: new Date("2024-03-04T08:15:00Z") },
  { name: "Marketing", createdAt: new Date("2024-09-16T12:40:00Z") },
];

export const DEMO_MEMBERS: SandboxMember[] = DEMO_TEAM.map(({ name, email, team }, index) => ({
  name,
  email,
  team,
  createdAt: new Date(Date.UTC(2024, 2 + index * 2, 5 + index, 9, 30)),
}));

function person(
  name: string,
  email: string,
  team: DemoPerson["team"],
  role: DemoPerson["role"],
  aliases: string[] = [],
): DemoPerson {
  return { name, email, team, role, aliases };
}
