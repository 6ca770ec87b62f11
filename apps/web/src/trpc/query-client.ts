import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { goToSignIn } from "@/lib/go-to-sign-in";
import { readAppError } from "@/trpc/app-error";

function leaveWhenSignedOut(error: unknown) {
  if (readAppError(error).httpStatus === 401) goToSignIn();
}

export function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
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
