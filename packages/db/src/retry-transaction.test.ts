import { describe, expect, it } from "vitest";
import { retryOnTransientError } from "./retry-transaction";
import { createTestDatabase } from "@koppeling/testing/create-test-database";

const deadlock = () => Object.assign(new Error("deadlock detected"), { code: "40P01" });

function failing(times: number, error: () => Error) {
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= times) throw error();
    return calls;
  };
  return { work, calls: () => calls };
}

describe("retryOnTransientError", () => {
  it("repeats until the work succeeds", async () => {
    await expect(retryOnTransientError(failing(3, deadlock).work, { delayMs: 1 })).resolves.toBe(4);
  });

  it("throws the last error after the last attempt", async () => {
    const { work, calls } = failing(9, deadlock);
    await expect(retryOnTransientError(work, { attempts: 3, delayMs: 1 })).rejects.toThrow(
      "deadlock detected",
    );
    expect(calls()).toBe(3);
  });

  it("does not repeat what would fail again", async () => {
    const { work, calls } = failing(9, () => new Error("a bug"));
    await expect(retryOnTransientError(work, { delayMs: 1 })).rejects.toThrow("a bug");
    expect(calls()).toBe(1);
  });

  it("brings serializable transactions through their conflicts", async () => {
    await using database = await createTestDatabase();
    const { prisma } = database.db;
    await prisma.rateLimit.create({ data: { key: "counter", points: 0 } });
    const addOne = () =>
      prisma.$transaction(
        async (tx) => {
          const { points } = await tx.rateLimit.findUniqueOrThrow({ where: { key: "counter" } });
          await tx.rateLimit.update({ where: { key: "counter" }, data: { points: points + 1 } });
        },
        { isolationLevel: "Serializable" },
      );
    await Promise.all(
      Array.from({ length: 5 }, () => retryOnTransientError(addOne, { attempts: 20, delayMs: 10 })),
    );
    expect(await prisma.rateLimit.findUniqueOrThrow({ where: { key: "counter" } })).toMatchObject({
      points: 5,
    });
  });
});
