import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { inputText } from "../../input-text";
import { type Actor, ROLES } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { lockAdmins, requireAnotherAdmin } from "./lock-admins";

export const userChangeSchema = z.object({
  id: z.uuid(),
  name: inputText().max(300).nullish(),
  role: z.enum(ROLES).optional(),
});

/**
 * Changes a user's name or role; absent leaves it as it is. Whoever is no longer an admin signs in anew.
 * @throws AppError `not_found`; `last_admin` when nobody would be left to administer
 */
export async function updateUser(
  deps: Deps,
  input: z.infer<typeof userChangeSchema>,
  actor: Actor,
): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await tx.user.findUnique({
      where: { id: input.id },
      select: { email: true, name: true, role: true, active: true },
    });
    if (!user) throw new AppError("not_found");
    const name = input.name === undefined ? user.name : input.name || null;
    const role = input.role ?? user.role;
    if (name === user.name && role === user.role) return;
    const isDemotion = user.role === "admin" && role !== "admin";
    if (isDemotion && user.active) await requireAnotherAdmin(tx, input.id);
    await tx.user.update({
      where: { id: input.id },
      data: { name, role, ...(isDemotion ? { sessionVersion: { increment: 1 } } : {}) },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, {
      action: role === user.role ? "user.update" : "user.change_role",
      subject: user.email,
      ...(role === user.role ? {} : { details: { from: user.role, to: role } }),
    });
  });
}
