import { type Context, type RequestContext } from "./context";
import { noteDenial } from "./features/audit/note-denial";
import { requireConfirmation } from "./features/users/confirm-identity";

/** What a request knows, for createCaller and tRPC's HTTP handler. */
export const createContext = (request: RequestContext): Context => ({
  ...request,
  guards: { noteDenial, requireConfirmation },
});
