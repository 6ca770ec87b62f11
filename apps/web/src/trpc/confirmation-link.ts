import type { AppRouter } from "@koppeling/api/root";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { readAppError } from "@/trpc/app-error";
import { askConfirmation } from "@/trpc/confirmation";

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
            void askConfirmation().then((confirmed) => {
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
