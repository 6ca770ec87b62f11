import { z } from "zod";
import { ROLES } from "../../context";
import { type Deps } from "../../deps";

export const listedUserSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(ROLES),
  disabledAt: z.date().nullable(),
  createdAt: z.date(),
  lastSignInAt: z.date().nullable(),
  /** A one-time link is out that still works. */
  invitePending: z.boolean(),
  /** Signing in with the password asks for a code besides. */
  secondFactor: z.boolean(),
});

export type ListedUser = z.infer<typeof listedUserSchema>;

/** Everybody who may sign in or might once, by address. */
export async function listUsers(deps: Deps): Promise<ListedUser[]> {
  const users = await deps.db.prisma.user.findMany({ orderBy: { email: "asc" }, select: LISTED });
  return users.map((user) => toListedUser(deps, user));
}

/** @returns one of them, as it is now */
export async function loadListedUser(deps: Deps, id: string): Promise<ListedUser> {
  return toListedUser(deps, await deps.db.prisma.user.findUniqueOrThrow({ where: { id }, select: LISTED }));
}

const LISTED = {
  id: true,
  email: true,
  name: true,
  role: true,
  active: true,
  disabledAt: true,
  createdAt: true,
  updatedAt: true,
  lastSignInAt: true,
  invite: { select: { expiresAt: true } },
  secondFactor: { select: { confirmedAt: true } },
} as const;

type Stored = Omit<ListedUser, "invitePending" | "secondFactor"> & {
  active: boolean;
  updatedAt: Date;
  invite: { expiresAt: Date } | null;
  secondFactor: { confirmedAt: Date | null } | null;
};

function toListedUser(deps: Deps, { active, updatedAt, invite, secondFactor, ...user }: Stored): ListedUser {
  return {
    ...user,
    disabledAt: active ? null : (user.disabledAt ?? updatedAt),
    invitePending: invite !== null && invite.expiresAt > deps.clock.now(),
    secondFactor: Boolean(secondFactor?.confirmedAt),
  };
}
