// Whole type imports: browsers import this file for its roles, and an inline one would leave the module behind.
import type { Deps } from "./deps";
import type { Locale } from "./messages";

/** What a user may do: admins everything, viewers look. */
export const ROLES = ["admin", "viewer"] as const;
export type Role = (typeof ROLES)[number];

export type SessionUser = {
  id: string;
  email: string;
  name: string | null;
  role: Role;
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
  guards: Guards;
};

/** What its caller says of a request; create-context.ts adds the rest. */
export type RequestContext = Omit<Context, "guards">;

/** What stands before procedures and is a room's own matter; create-context.ts wires it in. */
export type Guards = {
  /** Writes down that somebody asked for what they may not. */
  noteDenial(deps: Deps, actor: Actor, path: string): Promise<void>;
  /** @throws AppError `confirmation_required` */
  requireConfirmation(deps: Deps, user: SessionUser): Promise<void>;
};

/** Who did something, and from where. `userId` null: the system, the command line, or nobody signed in. */
export type Actor = { userId: string | null; ipAddress: string | null };

export const SYSTEM: Actor = { userId: null, ipAddress: null };

export const toActor = (context: { user: SessionUser | null; ipAddress: string | null }): Actor => ({
  userId: context.user?.id ?? null,
  ipAddress: context.ipAddress,
});
