import { randomUUID } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { type z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { isUniqueViolation } from "../../is-unique-violation";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { type newSalesRepSchema, type salesRepChangeSchema } from "./sales-rep-schemas";

type NewSalesRep = z.output<typeof newSalesRepSchema>;

/** @returns the new rep's id. @throws AppError `email_taken` */
export async function createSalesRep(deps: Deps, input: NewSalesRep, actor: Actor): Promise<string> {
  const [id] = await createSalesReps(deps, [input], actor);
  if (!id) throw new Error("a sales rep without an id");
  return id;
}

/** All of them or none. @returns their ids, in the order given. @throws AppError `email_taken` */
export async function createSalesReps(
  deps: Deps,
  inputs: readonly NewSalesRep[],
  actor: Actor,
): Promise<string[]> {
  const reps = inputs.map((input) => ({ id: randomUUID(), ...input }));
  await inTransaction(deps, async (tx) => {
    await tx.salesRep.createMany({
      data: reps.map(({ id, name, email, team }) => ({ id, name, email, team: team || null })),
    });
    await tx.salesRepAlias.createMany({
      data: reps.flatMap(({ id, email, aliases }) =>
        distinct(aliases, email).map((alias) => ({ ...alias, salesRepId: id })),
      ),
    });
    const entries = reps.map(({ id, email }) => ({
      action: "sales_rep.create",
      subject: id,
      newValue: email,
    }));
    await writeAudit(deps, tx, actor, ...entries);
  });
  return reps.map(({ id }) => id);
}

/**
 * Changes what is given.
 * @param options.keepAliases only adds: those that are not in the input stay
 * @throws AppError `not_found`, `email_taken`
 */
export async function updateSalesRep(
  deps: Deps,
  input: z.output<typeof salesRepChangeSchema>,
  actor: Actor,
  { keepAliases = false }: { keepAliases?: boolean } = {},
): Promise<void> {
  const { id, aliases, team, name, email } = input;
  await inTransaction(deps, async (tx) => {
    const before = await tx.salesRep.findUnique({ where: { id }, select: { email: true } });
    if (!before) throw new AppError("not_found");
    const wanted = aliases && distinct(aliases, email ?? before.email);
    await tx.salesRep.update({
      where: { id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email }),
        ...(team === undefined ? {} : { team: team || null }),
        // One that stays keeps the moment since when it counts, up to which an undo goes back.
        ...(wanted === undefined
          ? {}
          : {
              aliases: {
                ...(keepAliases
                  ? {}
                  : { deleteMany: { email: { notIn: wanted.map((alias) => alias.email) } } }),
                createMany: { data: wanted, skipDuplicates: true },
              },
            }),
      },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, {
      action: "sales_rep.update",
      subject: id,
      oldValue: before.email,
      newValue: email ?? before.email,
    });
  });
}

/** Archived reps keep their calls; new ones are skipped. @throws AppError `not_found` */
export async function setSalesRepArchived(
  deps: Deps,
  id: string,
  archived: boolean,
  actor: Actor,
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const { count } = await tx.salesRep.updateMany({
      where: { id, archivedAt: archived ? null : { not: null } },
      data: { archivedAt: archived ? deps.clock.now() : null },
    });
    if (count === 1) {
      await writeAudit(deps, tx, actor, {
        action: archived ? "sales_rep.archive" : "sales_rep.restore",
        subject: id,
      });
    } else if (!(await tx.salesRep.findUnique({ where: { id }, select: { id: true } }))) {
      throw new AppError("not_found");
    }
  });
}

async function inTransaction<T>(deps: Deps, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  try {
    return await deps.db.prisma.$transaction(work);
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("email_taken", {}, { cause: error });
    throw error;
  }
}

const distinct = (aliases: readonly string[], own: string) =>
  [...new Set(aliases)].filter((alias) => alias !== own).map((email) => ({ email }));
