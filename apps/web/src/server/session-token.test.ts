import { IDLE_SECONDS } from "@koppeling/api/features/users/load-session-user";
import { decode, encode } from "next-auth/jwt";
import { afterEach, describe, expect, it, vi } from "vitest";
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

describe("the cookie", () => {
  afterEach(() => void vi.useRealTimers());

  it("lapses after an hour without use, as next-auth seals it with what is set here", async () => {
    const secret = "a session secret of 32 characters or more";
    vi.useFakeTimers({ now: signedIn, toFake: ["Date"] });
    const sealed = await encode({ token, secret, maxAge: IDLE_SECONDS });
    vi.setSystemTime(after(0, 59 * 60));
    expect(readSessionToken(await decode({ token: sealed, secret }), new Date())).toEqual(token);
    vi.setSystemTime(after(1, 60));
    await expect(decode({ token: sealed, secret })).rejects.toThrow(/exp/);
  });
});
