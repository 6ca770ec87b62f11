import { spanAround } from "../../span-around";

/** A recording that has to be fetched. */
export type MissingRecording = { createdAt: Date; recorderEmail: string };

/** A stretch of time, and whose recordings are asked for in it. */
export type Stretch = { from: Date; to: Date; recorders: string[] };

/** What lies further apart is fetched in walks of its own, so that the days between are left alone. */
const MAX_GAP_MS = 24 * 3_600_000;
/** Each recorder is a part of the address that is asked for, and addresses have an end. */
const MAX_RECORDERS = 40;

/**
 * The earliest days that hold something missing, and whose it is: what one walk fetches.
 * @returns null when nothing is missing
 */
export function chooseStretch(missing: readonly MissingRecording[]): Stretch | null {
  const sorted = missing.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const first = sorted[0];
  if (!first) return null;
  const recorders = new Set<string>();
  let last = first.createdAt.getTime();
  for (const { createdAt, recorderEmail } of sorted) {
    if (createdAt.getTime() - last > MAX_GAP_MS) break;
    if (recorders.size === MAX_RECORDERS && !recorders.has(recorderEmail)) break;
    recorders.add(recorderEmail);
    last = createdAt.getTime();
  }
  return {
    ...spanAround(first.createdAt, new Date(last)),
    recorders: [...recorders].sort(),
  };
}
