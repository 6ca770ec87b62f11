import type { TRPCLink } from "@trpc/client";
import type { AppRouter } from "@koppeling/api/root";
import { observable } from "@trpc/server/observable";
import { readAppError } from "@/trpc/app-error";

/** Mutations that wait for their user to say again who they are. */
let waiting: ((confirmed: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function setWaiting(next: typeof waiting) {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Whether the dialog has to be there, for useSyncExternalStore. */
export const isConfirmationAsked = () => waiting.length > 0;

export function subscribeToConfirmation(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** @param confirmed false when somebody would rather not: then what waits fails as it did */
export function answerConfirmation(confirmed: boolean) {
  const answered = waiting;
  setWaiting([]);
  for (const resolve of answered) resolve(confirmed);
}

/**
 * Whatever the server refuses until somebody has given their password anew is asked for in one dialog, and then sent
 * again: a screen sees one mutation that takes somewhat longer.
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
