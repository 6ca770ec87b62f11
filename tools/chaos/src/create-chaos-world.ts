import { createWorld } from "@koppeling/sandbox/create-world";
import { makeCall } from "@koppeling/sandbox/make-call";
import { type Random } from "@koppeling/sandbox/random";
import { type SandboxWorld } from "@koppeling/sandbox/world";

export type ChaosRep = { name: string; email: string; aliases: string[]; archived: boolean };

export const CHAOS_REPS: readonly ChaosRep[] = [
  { name: "Anna", email: "anna@chaos.example", aliases: ["a.devries@partners.example"], archived: false },
  { name: "Bram", email: "bram@chaos.example", aliases: [], archived: false },
  { name: "Cees", email: "cees@chaos.example", aliases: [], archived: true },
];

/** Who records, as Fathom spells them, and whose call that is: the campaign's own knowledge, not the product's rules. */
export const RECORDERS: readonly { email: string; name: string; rep: string | null }[] = [
  { email: "anna@chaos.example", name: "Anna", rep: "anna@chaos.example" },
  { email: "ANNA@Chaos.Example", name: "Anna", rep: "anna@chaos.example" },
  { email: " A.deVries@partners.example ", name: "Anna", rep: "anna@chaos.example" },
  { email: "bram@chaos.example", name: "Bram", rep: "bram@chaos.example" },
  { email: "cees@chaos.example", name: "Cees", rep: null },
  { email: "vreemd@elders.example", name: "Vreemd", rep: null },
];

const DAY_MS = 86_400_000;
const TITLES = [
  "Kennismaking",
  "Demo \u{1F680}",
  "Offerte <b>dak</b>",
  "مكالمة",
  "e\u0301e\u0301n",
  "nul\u0000teken",
  "half \ud83d teken",
];

export function createChaosWorld(random: Random, count: number, now: Date): SandboxWorld {
  const recordings = Array.from({ length: count }, (_, index) => {
    // Some on the same instant, across the edges of pages.
    const age = random.chance(0.2) ? 3 * DAY_MS : Math.floor(random.next() * 29 * DAY_MS);
    const createdAt = new Date(Math.floor((now.getTime() - age - 60_000) / 1000) * 1000);
    return makeCall(
      {
        recordingId: 5_000_000_000n + BigInt(index),
        title: random.pick(TITLES),
        recordedBy: random.pick(RECORDERS),
        createdAt,
        contentReadyAt: random.chance(0.15) ? null : createdAt,
      },
      now,
      [],
    );
  });
  return createWorld({ recordings });
}
