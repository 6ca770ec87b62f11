/** Fathom writes `created_at` in whole seconds, and its filters may leave out the instant itself. */
const EDGE_MS = 1_000;

/** What to ask Fathom for, so that what was made from `first` to `last` is in its answer: a second more at both ends. */
export const spanAround = (first: Date, last: Date = first): { from: Date; to: Date } => ({
  from: new Date(first.getTime() - EDGE_MS),
  to: new Date(last.getTime() + EDGE_MS),
});
