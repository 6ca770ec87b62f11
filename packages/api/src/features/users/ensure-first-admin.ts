import { randomBytes } from "node:crypto";
import { type Deps } from "../../deps";
import { createUser } from "./create-user";

/**
 * Makes the first admin of an installation that has none, with the given password or a random one.
 * @returns the e-mail address of an admin; `generatedPassword` only when one was made just now, to be shown once
 */
export async function ensureFirstAdmin(
  deps: Deps,
  input: { email: string | null; password: string | null },
): Promise<{ email: string; generatedPassword: string | null; created: boolean }> {
  const admin = await deps.db.prisma.user.findFirst({
    where: { role: "admin", active: true },
    orderBy: { createdAt: "asc" },
    select: { email: true },
  });
  if (admin) return { email: admin.email, generatedPassword: null, created: false };
  const password = input.password ?? randomBytes(15).toString("base64url");
  const { email } = await createUser(deps, {
    email: input.email ?? "admin@example.com",
    name: "Admin",
    password,
    role: "admin",
  });
  return { email, generatedPassword: input.password === null ? password : null, created: true };
}
