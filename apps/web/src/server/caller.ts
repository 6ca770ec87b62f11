import { createContext } from "@koppeling/api/create-context";
import { appRouter } from "@koppeling/api/root";
import { headers } from "next/headers";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { getAccountUser } from "@/server/auth";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";

/** The same procedures, with the same checks, for a page that fetches on the server. */
export const getCaller = cache(async () => {
  const context = createContext({
    deps: getDeps(),
    user: await getAccountUser(),
    locale: await getLocale(),
    ipAddress: readClientAddress(await headers()),
    requestId: crypto.randomUUID(),
  });
  return appRouter.createCaller(context);
});
