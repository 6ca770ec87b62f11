import { type Prisma } from "@koppeling/db/prisma";
import { AppError } from "../../errors";

type Client = Pick<Prisma.TransactionClient, "$queryRaw" | "user">;

/**
 * Holds the active admins until the transaction ends, so that two who demote or disable each other at once do not both
 * still see the other.
 */
export async function lockAdmins(client: Client): Promise<void> {
  await client.$queryRaw`SELECT id FROM users WHERE role = 'admin' AND active ORDER BY id FOR UPDATE`;
}

/** @throws AppError `last_admin` when nobody would be left to administer; after {@link lockAdmins} */
export async function requireAnotherAdmin(client: Client, id: string): Promise<void> {
  const others = await client.user.count({ where: { role: "admin", active: true, id: { not: id } } });
  if (others === 0) throw new AppError("last_admin");
}
