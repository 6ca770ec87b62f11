import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { goToSignIn } from "@/lib/go-to-sign-in";
import { readAppError } from "@/trpc/app-error";

/** Leaves an open page when an answer says that the session has ended or that a second factor is required. */
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
        // Pages come with data from the server, which need not be fetched again at once.
        staleTime: 15_000,
        retry: (failures, error) => {
          const { httpStatus } = readAppError(error);
          return failures < 2 && (httpStatus === null || httpStatus >= 500);
        },
      },
    },
  });
}
