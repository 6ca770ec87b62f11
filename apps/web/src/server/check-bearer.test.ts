import { describe, expect, it } from "vitest";
import { checkBearer } from "@/server/check-bearer";

const secret = "a-cron-secret-of-at-least-32-characters";

describe("checkBearer", () => {
  it("takes the secret, whatever the case of the scheme", () => {
    expect(checkBearer(`Bearer ${secret}`, secret)).toBe(true);
    expect(checkBearer(`bearer ${secret}`, secret)).toBe(true);
  });

  it.each([
    null,
    "",
    "Bearer",
    "Bearer ",
    secret,
    `Basic ${secret}`,
    `Bearer ${secret}x`,
    "Bearer é",
    "Bearer undefined",
  ])("refuses %j", (header) => expect(checkBearer(header, secret)).toBe(false));

  it("takes nothing for an empty secret", () => {
    expect(checkBearer("Bearer ", "")).toBe(false);
    expect(checkBearer(null, "")).toBe(false);
  });
});
