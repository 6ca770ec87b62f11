import { createWorldFrom } from "./create-world";
import { createDemoDay } from "./demo-day";
import { DEMO_MEMBERS, DEMO_TEAMS } from "./demo-team";
import type { SandboxRecording, SandboxWorld } from "./world";

const DAY_MS = 86_400_000;
/** Kept beyond `days`, so that a window of that many days is full at both ends. */
const SPARE_DAYS = 15;

/**
 * The demo company's calls: some 350-420 in 30 days. A pure function of the seed and absolute time: the same seed
 * shows the same recordings under the same ids after every restart, and a new one when its call has ended.
 *
 * @param options.seed default 1
 * @param options.days how far back the list is full; default 30
 */
export function createDemoWorld({
  seed = 1,
  days = 30,
}: {
  seed?: number;
  days?: number;
} = {}): SandboxWorld {
  const made = new Map<number, SandboxRecording[]>();
  return createWorldFrom(
    (now) => {
      const today = Math.floor(now.getTime() / DAY_MS);
      const first = today - days - SPARE_DAYS;
      for (const day of made.keys()) if (day < first || day > today + 1) made.delete(day);
      const recordings: SandboxRecording[] = [];
      for (let day = first; day <= today + 1; day += 1) {
        const known = made.get(day) ?? createDemoDay(seed, day);
        made.set(day, known);
        recordings.push(...known);
      }
      return { recordings, validUntil: (today + 1) * DAY_MS };
    },
    { teams: DEMO_TEAMS, members: DEMO_MEMBERS },
  );
}
