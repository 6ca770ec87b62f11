/** Mutations that wait for their user to say again who they are. */
let waiting: ((confirmed: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function setWaiting(next: typeof waiting) {
  waiting = next;
  for (const listener of listeners) listener();
}

/** @returns whether the user has; several that ask at once are answered at once */
export const askConfirmation = () => new Promise<boolean>((resolve) => setWaiting([...waiting, resolve]));

/** Whether the dialog has to be there, for useSyncExternalStore. */
export const isConfirmationAsked = () => waiting.length > 0;

export function subscribeToConfirmation(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** @param confirmed false when the user cancelled; the waiting mutations then fail with their original error */
export function answerConfirmation(confirmed: boolean) {
  const answered = waiting;
  setWaiting([]);
  for (const resolve of answered) resolve(confirmed);
}
