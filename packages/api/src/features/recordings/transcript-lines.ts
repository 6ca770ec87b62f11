import { type TranscriptLine } from "@koppeling/fathom/schemas";
import { z } from "zod";

/**
 * A transcript as it is stored: the speakers once, and each line as `[speaker's index, seconds, text]`. Half the size
 * of a list of objects, whose field names would be repeated with every line.
 */
const storedTranscriptSchema = z.object({
  speakers: z.array(z.tuple([z.string(), z.string().nullable()])),
  lines: z.array(z.tuple([z.number(), z.number().nullable(), z.string()])),
});

/** @returns JSON text for `transcripts.lines` */
export function encodeTranscript(lines: readonly TranscriptLine[]): string {
  const indexes = new Map<string, number>();
  const speakers: [string, string | null][] = [];
  const stored = lines.map(({ speaker, email, seconds, text }) => {
    // Cleaned text holds no NUL, so the two cannot run together.
    const key = `${speaker}\0${email ?? ""}`;
    let index = indexes.get(key);
    if (index === undefined) {
      index = speakers.push([speaker, email]) - 1;
      indexes.set(key, index);
    }
    return [index, seconds, text];
  });
  return JSON.stringify({ speakers, lines: stored });
}

/** The lines as they came. What is not a stored transcript has none. */
export function decodeTranscript(stored: unknown): TranscriptLine[] {
  const { speakers, lines } = storedTranscriptSchema.catch({ speakers: [], lines: [] }).parse(stored);
  return lines.map(([index, seconds, text]) => {
    const [speaker, email] = speakers[index] ?? ["", null];
    return { speaker, email, text, seconds };
  });
}
