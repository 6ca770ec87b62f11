import { z } from "zod";
import { addressSchema } from "../../address-schema";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor, type Role, ROLES, SYSTEM } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { isUniqueViolation } from "../../is-unique-violation";
import { checkPassword } from "./check-password";
import { hashPassword } from "./hash-password";
import { newPasswordSchema } from "./user-schemas";

export const newUserSchema = z.object({
  email: addressSchema,
  name: z.string().trim().min(1).max(300).nullish(),
  password: newPasswordSchema,
  role: z.enum(ROLES),
});

/** @throws AppError `email_taken`, `weak_password`; ZodError for input of the wrong shape */
export async function createUser(
  deps: Deps,
  input: z.input<typeof newUserSchema>,
  actor: Actor = SYSTEM,
): Promise<{ id: string; email: string; role: Role }> {
  const { email, name, password, role } = newUserSchema.parse(input);
  if ((await checkPassword(password, [email, name ?? null])) !== null) throw new AppError("weak_password");
  const passwordHash = await hashPassword(password);
  try {
    return await deps.db.prisma.$transaction(async (tx) => {
      const user = await tx.user.create({
        data: { email, name: name ?? null, passwordHash, role },
        select: { id: true, email: true, role: true },
      });
      await writeAudit(deps, tx, actor, { action: "user.create", subject: user.email, details: { role } });
      return user;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("email_taken", {}, { cause: error });
    throw error;
  }
}
