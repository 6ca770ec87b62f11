import type { AppRouter } from "@koppeling/api/root";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { readAppError } from "@/trpc/app-error";

/**
 * Whatever the server refuses until somebody has given their password anew is asked for in one dialog, and then sent
 * again: a screen sees one mutation that takes somewhat longer. The rest is fetched when it is first needed.
 * @param onAsked makes the dialog be there
 */
export const createConfirmationLink =
  (onAsked: () => void): TRPCLink<AppRouter> =>
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
            onAsked();
            const answer = import("@/trpc/confirmation").then(({ askConfirmation }) => askConfirmation());
            void answer
              // Not even the question could be fetched: then there is no answer either.
              .catch(() => false)
              .then((confirmed) => {
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
