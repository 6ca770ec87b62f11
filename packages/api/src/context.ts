import { type Actor } from "./features/audit/write-audit";
import { type Deps } from "./deps";
import { type Locale } from "./messages";

export type SessionUser = {
  id: string;
  email: string;
  name: string | null;
  role: "admin" | "viewer";
  /** What they are signed in by; absent where no session stands for somebody: then nothing that asks for a confirmation goes. */
  session?: {
    id: string;
    /** The installation asks a second factor of them and they have none: until then they may do nothing else. */
    mustEnrol: boolean;
  };
};

/** What a procedure knows of its request; the web app fills it, tests make their own. */
export type Context = {
  deps: Deps;
  /** Read from the database for this request; null for nobody, and for a session that is over. */
  user: SessionUser | null;
  locale: Locale;
  ipAddress: string | null;
  requestId: string;
};

export const createContext = (context: Context): Context => context;

export const toActor = (context: { user: SessionUser | null; ipAddress: string | null }): Actor => ({
  userId: context.user?.id ?? null,
  ipAddress: context.ipAddress,
});
