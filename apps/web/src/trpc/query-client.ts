import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { goToSignIn } from "@/lib/go-to-sign-in";
import { readAppError } from "@/trpc/app-error";

/** A page that is open already learns from an answer that its user may not be there any more. */
function leaveWhenRefused(error: unknown) {
  const { httpStatus, appCode } = readAppError(error);
  if (httpStatus === 401) goToSignIn();
  if (appCode === "second_factor_required") window.location.assign("/second-factor");
}

export function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenRefused }),
    mutationCache: new MutationCache({ onError: leaveWhenRefused }),
    defaultOptions: {
      queries: {
        // Pages bring their data from the server: fetching it again at once would be for nothing.
        staleTime: 15_000,
        retry: (failures, error) => {
          const { httpStatus } = readAppError(error);
          return failures < 2 && (httpStatus === null || httpStatus >= 500);
        },
      },
    },
  });
}
