import { expect, it } from "vitest";
import { createBackground } from "./create-background";
import { createLogger } from "./create-logger";

it("does a few things at once, refuses what is too much, outlives what fails, and begins nothing once it is stopped", async () => {
  const lines: string[] = [];
  const background = createBackground(
    createLogger("warn", { write: (line: string) => void lines.push(line) }),
  );
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let active = 0;
  let most = 0;
  let begun = 0;
  const work = async () => {
    active += 1;
    begun += 1;
    most = Math.max(most, active);
    await opened;
    active -= 1;
    throw new Error("a failure");
  };
  const taken = Array.from({ length: 500 }, () => background.run(work));
  expect(taken.filter(Boolean)).toHaveLength(203);
  await expect.poll(() => active).toBe(3);
  open();
  await expect.poll(() => begun).toBe(203);
  expect(most).toBe(3);
  await expect.poll(() => lines.length).toBe(203);

  let late = 0;
  let end = () => undefined as void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  for (let index = 0; index < 10; index++)
    background.run(async () => {
      late += 1;
      await ended;
    });
  await expect.poll(() => late).toBe(3);
  const stopped = background.stop();
  end();
  await stopped;
  expect(late).toBe(3);
  expect(background.run(work)).toBe(false);
});
