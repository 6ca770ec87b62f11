import type { Conversation } from "./compose-transcript";
import type { Random } from "./random";
import type { SandboxActionItem, SandboxContent } from "./world";

const TAKEAWAYS = [
  "The roof installation is not monitored: faults surface on the annual bill only.",
  "The main fuse trips about twice a month, around 4 PM, when the vans return.",
  "A larger grid connection is not available before the end of the decade.",
  "A dynamic contract is in place since January, but nothing is steered on it.",
  "A carbon report is due in spring and cannot be produced from the current spreadsheets.",
  "The installer should get an account of their own, with limited access.",
  "A battery is on the table, but only after some months of measuring.",
  "Price was higher than expected; the decision needs a one-page business case.",
  "A contract of one year with monthly termination afterwards is acceptable.",
  "Another vendor was cheaper, but had no answer on charger control.",
];
const INTERNAL_TAKEAWAYS = [
  "Average time from first call to signature went from nine to seven weeks.",
  "Open quotes are to be followed up by phone instead of e-mail.",
  "No promises about batteries before the end of the quarter.",
  "The standard text of the quote will be shortened.",
];
const ACTIONS = [
  "Send the quote, spread over three months",
  "Send the list of supported inverters",
  "Schedule a follow-up with the decision maker",
  "Make a one-page business case with the customer's own numbers",
  "Ask a reference customer of the same size for a short call",
  "Share the data processing agreement",
  "Check the last twelve months of meter data",
  "Plan a visit to look at the switchboard",
];
const TEMPLATES = ["General", "Sales - BANT", "Sales - MEDDPICC", "Chronological"];

/** Composes the summary, in English Markdown as Fathom writes it, and 0-4 action items. */
export function composeSummary(
  random: Random,
  call: Conversation & { title: string; callNumber: number; hasSummary: boolean },
): Pick<SandboxContent, "summary" | "actionItems"> {
  const at = (seconds: number) => `https://fathom.video/calls/${call.callNumber}?timestamp=${seconds}`;
  const actionItems = random
    .shuffle(ACTIONS)
    .slice(0, random.between(0, 4))
    .map((description): SandboxActionItem => {
      const isOurs = random.chance(0.75);
      const other = call.others[0];
      return {
        description,
        completed: random.chance(0.15),
        userGenerated: random.chance(0.2),
        seconds: random.between(30, Math.max(31, call.durationSeconds - 10)),
        assignee: isOurs
          ? { name: call.recorder.name, email: call.recorder.email, team: "Sales" }
          : { name: other?.name ?? null, email: other?.email ?? null, team: null },
      };
    });
  if (!call.hasSummary) return { summary: null, actionItems };
  const takeaways = random
    .shuffle(call.isInternal ? INTERNAL_TAKEAWAYS : TAKEAWAYS)
    .slice(0, random.between(3, 4));
  const purpose = call.isInternal
    ? "Go through the state of the open deals and the plans for the week."
    : `Find out whether energy management by Zonnewende fits ${call.company} in ${call.city}.`;
  const [first, ...rest] = takeaways;
  const markdown = [
    "## Meeting Purpose",
    `[${purpose}](${at(random.between(5, 60))})`,
    "## Key Takeaways",
    [`- [${first ?? ""}](${at(random.between(90, 400))})`, ...rest.map((line) => `- ${line}`)].join("\n"),
    "## Topics",
    `### ${call.isInternal ? "Pipeline" : "Current situation"}`,
    call.isInternal
      ? "- **Quotes**: several are out without an answer\n- **Events**: staffing of the stand is settled"
      : "- **Monitoring**: separate apps for inverters and chargers, the rest in spreadsheets\n- **Ownership**: energy is somebody's side job",
    "## Next Steps",
    actionItems.length === 0
      ? "- No next steps were agreed."
      : actionItems.map((item) => `- ${item.assignee.name ?? "Unassigned"}: ${item.description}`).join("\n"),
  ].join("\n\n");
  return {
    summary: { template: random.chance(0.06) ? null : random.pick(TEMPLATES), markdown },
    actionItems,
  };
}
