const HOUR = 3_600_000;

/** How far back the first sync of an installation looks. */
export const FIRST_WINDOW_HOURS = 720;

export type SyncWindow = { kind: "incremental" | "window"; from: Date; to: Date };

/**
 * The window of a run, fixed when it is asked for: from–to, a number of hours, or from the watermark with an
 * overlap, since Fathom shows some calls later than they were recorded.
 */
export function chooseWindow(input: {
  now: Date;
  hours?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  watermark: Date | null;
  overlapHours: number;
}): SyncWindow {
  const { now, hours, watermark } = input;
  const before = (instant: Date, hoursEarlier: number) => new Date(instant.getTime() - hoursEarlier * HOUR);
  if (input.from) {
    // What is still to come cannot be asked for yet; a watermark that stood there would leave it out for ever.
    const to = input.to && input.to < now ? input.to : now;
    return { kind: "window", from: input.from, to: to > input.from ? to : input.from };
  }
  if (hours !== undefined) return { kind: "window", from: before(now, hours), to: now };
  if (!watermark) return { kind: "incremental", from: before(now, FIRST_WINDOW_HOURS), to: now };
  // A clock that was ahead must not make an empty window.
  const until = watermark < now ? watermark : now;
  return { kind: "incremental", from: before(until, input.overlapHours), to: now };
}

/**
 * Where the watermark stands after a run that walked its window to the end for everybody: it moves to the end of
 * the window when that window reaches back to it, so that nothing in between was left out, and never back.
 */
export function nextWatermark(watermark: Date | null, window: { from: Date; to: Date }): Date | null {
  const hours = (window.to.getTime() - window.from.getTime()) / HOUR;
  if (!watermark) return hours >= FIRST_WINDOW_HOURS ? window.to : null;
  return window.from <= watermark && window.to > watermark ? window.to : watermark;
}
