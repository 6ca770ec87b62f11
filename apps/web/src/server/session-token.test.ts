import { describe, expect, it } from "vitest";
import { readSessionToken } from "@/server/session-token";

const signedIn = new Date("2026-11-22T08:00:00Z");
const token = {
  userId: "u1",
  sessionVersion: 1,
  signedInAt: signedIn.getTime() / 1000,
  sessionId: crypto.randomUUID(),
};
const after = (hours: number, seconds = 0) =>
  new Date(signedIn.getTime() + hours * 3_600_000 + seconds * 1000);

describe("readSessionToken", () => {
  it("takes a token until twelve hours after signing in, and not a second longer", () => {
    expect(readSessionToken(token, after(11, 3599))).toEqual(token);
    expect(readSessionToken(token, after(12))).toBeNull();
  });

  it.each([
    null,
    undefined,
    {},
    { ...token, userId: 7 },
    { ...token, signedInAt: undefined },
    { ...token, sessionId: "1" },
  ])("refuses %j", (payload) => expect(readSessionToken(payload, signedIn)).toBeNull());
});
