/** Fathom's pages lead nowhere: a cursor comes back, or empty pages go on for ever. */
export class LoopingWalkError extends Error {
  override readonly name = "LoopingWalkError";
}
