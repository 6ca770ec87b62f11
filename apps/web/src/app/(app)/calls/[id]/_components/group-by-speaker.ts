import type { TranscriptLine } from "./call-detail";

export type Turn = {
  speaker: string;
  /** The how-manieth new voice of the call this is: decides the colour. */
  voice: number;
  lines: { index: number; line: TranscriptLine }[];
};

/** The transcript as turns: what one person says before another does. */
export function groupBySpeaker(lines: readonly TranscriptLine[]): Turn[] {
  const voices = new Map<string, number>();
  const turns: Turn[] = [];
  for (const [index, line] of lines.entries()) {
    const voice = voices.get(line.speaker) ?? voices.size;
    voices.set(line.speaker, voice);
    const last = turns.at(-1);
    if (last?.speaker === line.speaker) last.lines.push({ index, line });
    else turns.push({ speaker: line.speaker, voice, lines: [{ index, line }] });
  }
  return turns;
}
