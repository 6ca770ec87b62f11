import { describe, expect, it } from "vitest";
import { readSignInResult } from "@/lib/session-client";

const at = (query: string) => readSignInResult(new URL(`http://localhost/sign-in${query}`));

describe("readSignInResult", () => {
  it("is a success without an error", () => {
    expect(at("")).toEqual({ ok: true });
  });

  it("tells a wrong password from a throttled one", () => {
    expect(at("?error=CredentialsSignin")).toEqual({ ok: false, reason: "wrong_credentials" });
    expect(at("?error=too_many_attempts:95")).toEqual({
      ok: false,
      reason: "too_many_attempts",
      retryAfterSeconds: 95,
    });
  });

  it.each(["unavailable", "too_many_attempts:", "Configuration", "%3Cscript%3E"])(
    "takes %s for an outage",
    (error) => {
      expect(at(`?error=${error}`)).toEqual({ ok: false, reason: "unavailable" });
    },
  );
});
