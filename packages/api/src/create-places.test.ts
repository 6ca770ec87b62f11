import { expect, it } from "vitest";
import { createPlaces } from "./create-places";

/** Work that goes on until it is let go. */
function createWork() {
  const running: (() => void)[] = [];
  let most = 0;
  return {
    work: () =>
      new Promise<void>((resolve) => {
        running.push(resolve);
        most = Math.max(most, running.length);
      }),
    finishOne: async () => {
      running.shift()?.();
      await new Promise(setImmediate);
    },
    running,
    most: () => most,
  };
}

it("runs so much at once for a key, lets so much wait in order, and refuses the rest", async () => {
  const inPlace = createPlaces({ atOnce: 2, waiting: 3, waitMs: 60_000 });
  const { work, finishOne, running, most } = createWork();
  const order: number[] = [];
  const results = Array.from({ length: 7 }, (_, index) => inPlace("ada", work).then(() => order.push(index)));
  const refused = await Promise.allSettled(results.slice(5));
  expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(refused[0]).toMatchObject({ reason: { code: "too_busy", retryAfterSeconds: 5 } });
  // Somebody else has places of their own.
  const other = inPlace("bob", async () => "in");
  expect(await other).toBe("in");
  for (let left = 5; left > 0; left--) await finishOne();
  await Promise.all(results.slice(0, 5));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect([most(), running.length]).toEqual([2, 0]);
});

it("refuses who waits too long, and gives a place back after a failure", async () => {
  const inPlace = createPlaces({ atOnce: 1, waiting: 5, waitMs: 1 });
  const { work, finishOne } = createWork();
  const first = inPlace("ada", work);
  await expect(inPlace("ada", async () => "in")).rejects.toMatchObject({ code: "too_busy" });
  await finishOne();
  await first;
  await expect(inPlace("ada", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await inPlace("ada", async () => "in")).toBe("in");
});
