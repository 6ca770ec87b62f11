"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import dynamic from "next/dynamic";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import superjson from "superjson";
import { goToSignIn } from "@/lib/session-client";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { isConfirmationAsked, subscribeToConfirmation } from "@/trpc/confirmation";
import { confirmationLink } from "@/trpc/confirmation-link";
import { MAX_BATCH } from "@/trpc/max-batch";

/** Fetched when it is asked for: it brings the library of forms along, which most pages do without. */
const ConfirmIdentityDialog = dynamic(
  () => import("@/components/account/confirm-identity-dialog").then((file) => file.ConfirmIdentityDialog),
  { ssr: false },
);

export function TrpcProvider({ children }: { children: ReactNode }) {
  const asked = useSyncExternalStore(subscribeToConfirmation, isConfirmationAsked, () => false);
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(() =>
    trpc.createClient({
      links: [
        confirmationLink,
        httpBatchLink({ url: "/api/trpc", transformer: superjson, maxItems: MAX_BATCH }),
      ],
    }),
  );
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        {children}
        {asked && <ConfirmIdentityDialog />}
      </QueryClientProvider>
    </trpc.Provider>
  );
}

/** Leaves an open page when an answer says that the session has ended or that a second factor is required. */
function leaveWhenRefused(error: unknown) {
  const { httpStatus, appCode } = readAppError(error);
  if (httpStatus === 401) goToSignIn();
  if (appCode === "second_factor_required") window.location.assign("/second-factor");
}

function createQueryClient() {
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
