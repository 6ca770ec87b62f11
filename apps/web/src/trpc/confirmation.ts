import type { TRPCLink } from "@trpc/client";
import type { AppRouter } from "@koppeling/api/root";
import { observable } from "@trpc/server/observable";
import { readAppError } from "@/trpc/app-error";

/** Mutations that wait until the user has confirmed who they are. */
let waiting: ((confirmed: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function setWaiting(next: typeof waiting) {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Whether the dialog must be open. A snapshot for useSyncExternalStore. */
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

/**
 * When the server demands a confirmation for a mutation, this opens the dialog and sends the mutation again afterwards.
 * Screens only see a mutation that takes longer.
 */
export const confirmationLink: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    observable((observer) => {
      let isOver = false;
      let running: { unsubscribe: () => void } | undefined;
      const send = () => {
        running = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            if (op.type !== "mutation" || readAppError(error).appCode !== "confirmation_required")
              return observer.error(error);
            void new Promise<boolean>((resolve) => setWaiting([...waiting, resolve])).then((confirmed) => {
              if (isOver) return;
              if (confirmed) send();
              else observer.error(error);
            });
          },
        });
      };
      send();
      return () => {
        isOver = true;
        running?.unsubscribe();
      };
    });
