"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import superjson from "superjson";
import { lazyDialog } from "@/lib/lazy-dialog";
import { trpc } from "@/trpc/client";
import { confirmationLink, isConfirmationAsked, subscribeToConfirmation } from "@/trpc/confirmation";
import { MAX_BATCH } from "@/trpc/max-batch";
import { createQueryClient } from "@/trpc/query-client";

const ConfirmIdentityDialog = lazyDialog(() =>
  import("@/components/account/confirm-identity-dialog").then((file) => file.ConfirmIdentityDialog),
);

export function TrpcProvider({ children }: { children: ReactNode }) {
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
        <ConfirmIdentity />
      </QueryClientProvider>
    </trpc.Provider>
  );
}

function ConfirmIdentity() {
  const isAsked = useSyncExternalStore(subscribeToConfirmation, isConfirmationAsked, () => false);
  return <ConfirmIdentityDialog open={isAsked} />;
}
