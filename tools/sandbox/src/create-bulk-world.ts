import { createWorld } from "./create-world";
import { createRandom } from "./random";
import type { SandboxContent, SandboxLine, SandboxRecording, SandboxWorld } from "./world";

const WORDS =
  "ja we hebben dat vorige week besproken maar de offerte voor het dak komt pas na de keuring".split(" ");
const MINUTE_MS = 60_000;

/**
 * A large and cheap world for benches: 1,000 to 100,000 recordings, one each ten minutes back from `until`. Texts are
 * shared between recordings, so memory hardly grows with `transcriptLines`.
 *
 * @param options.reps who records, in turn
 * @param options.transcriptLines lines of each transcript, default 60; 0 means no transcript
 * @param options.until creation of the newest recording, default now
 */
export function createBulkWorld(options: {
  count: number;
  seed?: number;
  reps: { name: string; email: string }[];
  transcriptLines?: number;
  until?: Date;
}): SandboxWorld {
  const { count, seed = 1, reps, transcriptLines = 60 } = options;
  const until = (options.until ?? new Date()).getTime();
  const variants = Array.from({ length: 16 }, (_, variant) => createContent(seed, variant, transcriptLines));
  const recordings = Array.from({ length: count }, (_, index): SandboxRecording => {
    const recorder = reps[index % reps.length];
    if (!recorder) throw new RangeError("A bulk world needs at least one rep.");
    const createdAt = new Date(until - (count - 1 - index) * 10 * MINUTE_MS);
    const endedAt = new Date(createdAt.getTime() - 20_000);
    const startedAt = new Date(endedAt.getTime() - (10 + ((index * 7) % 50)) * MINUTE_MS);
    const customer = `klant${index % 997}`;
    return {
      recordingId: 1_000_000_000n * BigInt(1 + (seed % 1000)) + BigInt(index),
      callNumber: 200_000_000 + index,
      title: `Gesprek ${index + 1} – ${customer}`,
      meetingTitle: `Gesprek ${index + 1}`,
      scheduledStartAt: startedAt,
      scheduledEndAt: endedAt,
      startedAt,
      endedAt,
      createdAt,
      contentReadyAt: createdAt,
      language: "nl",
      recordedBy: { ...recorder, team: "Sales" },
      invitees: [
        { ...recorder, isExternal: false },
        { name: `Contact ${index % 997}`, email: `contact@${customer}.example`, isExternal: true },
      ],
      content: () => variants[index % variants.length] ?? createContent(seed, index, transcriptLines),
      version: 1,
    };
  });
  const createdAt = new Date(Date.UTC(2024, 0, 1));
  return createWorld({
    recordings,
    teams: [{ name: "Sales", createdAt }],
    members: reps.map((rep) => ({ ...rep, team: "Sales", createdAt })),
  });
}

function createContent(seed: number, variant: number, lines: number): SandboxContent {
  const random = createRandom("bulk", seed, variant);
  const transcript = Array.from(
    { length: lines },
    (_, index): SandboxLine => ({
      speaker: index % 2 === 0 ? "Verkoper" : "Klant",
      email: null,
      text: Array.from({ length: random.between(4, 18) }, () => random.pick(WORDS)).join(" "),
      seconds: index * 12,
    }),
  );
  return {
    transcript,
    summary: { template: "General", markdown: `## Meeting Purpose\n\nBulk call ${variant}.\n\n- One\n- Two` },
    actionItems: [],
  };
}
