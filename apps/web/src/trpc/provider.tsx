"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { trpc } from "@/trpc/client";
import { createConfirmationLink } from "@/trpc/confirmation-link";
import { MAX_BATCH } from "@/trpc/max-batch";
import { createQueryClient } from "@/trpc/query-client";

const ConfirmIdentity = dynamic(
  () => import("@/components/account/confirm-identity-dialog").then((file) => file.ConfirmIdentityDialog),
  { ssr: false },
);

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState(false);
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(() =>
    trpc.createClient({
      links: [
        createConfirmationLink(() => setAsked(true)),
        httpBatchLink({ url: "/api/trpc", transformer: superjson, maxItems: MAX_BATCH }),
      ],
    }),
  );
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        {children}
        {asked && <ConfirmIdentity />}
      </QueryClientProvider>
    </trpc.Provider>
  );
}
