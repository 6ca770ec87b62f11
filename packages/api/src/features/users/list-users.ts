import { type Deps } from "../../deps";

export type ListedUser = {
  id: string;
  email: string;
  name: string | null;
  role: "admin" | "viewer";
  active: boolean;
  lastSignInAt: Date | null;
};

export async function listUsers(deps: Deps): Promise<ListedUser[]> {
  return await deps.db.prisma.user.findMany({
    orderBy: { email: "asc" },
    select: { id: true, email: true, name: true, role: true, active: true, lastSignInAt: true },
  });
}
