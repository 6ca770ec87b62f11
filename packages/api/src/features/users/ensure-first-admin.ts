import { randomBytes } from "node:crypto";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { createUser } from "./create-user";

/**
 * Makes the first admin of an installation that has none, with the given password or a random one.
 * Several processes may do this at once.
 * @returns the e-mail address of an admin; `generatedPassword` only when one was made just now, to be shown once
 * @throws AppError `email_taken` when the address is that of a user who is no admin
 */
export async function ensureFirstAdmin(
  deps: Deps,
  input: { email: string | null; password: string | null },
): Promise<{ email: string; generatedPassword: string | null; created: boolean }> {
  const known = await findAdmin(deps);
  if (known) return { email: known, generatedPassword: null, created: false };
  const password = input.password ?? randomBytes(15).toString("base64url");
  try {
    const { email } = await createUser(deps, {
      email: input.email ?? "admin@example.com",
      name: "Admin",
      password,
      role: "admin",
    });
    return { email, generatedPassword: input.password === null ? password : null, created: true };
  } catch (error) {
    const made = error instanceof AppError && error.code === "email_taken" ? await findAdmin(deps) : null;
    if (!made) throw error;
    return { email: made, generatedPassword: null, created: false };
  }
}

async function findAdmin(deps: Deps): Promise<string | null> {
  const admin = await deps.db.prisma.user.findFirst({
    where: { role: "admin", active: true },
    orderBy: { createdAt: "asc" },
    select: { email: true },
  });
  return admin?.email ?? null;
}
