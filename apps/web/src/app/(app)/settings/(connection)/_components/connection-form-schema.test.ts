import { describe, expect, it } from "vitest";
import { sameTeams } from "./connection-form";
import { connectionFormSchema } from "./connection-form-schema";

const problemsOf = (values: Partial<Record<"apiKey" | "webhookSecret", string>>) => {
  const parsed = connectionFormSchema.safeParse({ apiKey: "", webhookSecret: "", teamFilter: [], ...values });
  return parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
};

describe("connectionFormSchema", () => {
  it("lets empty fields be: they leave what is stored", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ apiKey: "   " })).toEqual([]);
  });

  it.each([
    ["4jmc", "api_key_too_short"],
    ["x".repeat(257), "api_key_too_long"],
    ["een key met spaties erin", "api_key_characters"],
    ["4jmc-ae...••••••••••xvKAs", "api_key_characters"],
    // One message at a time, although this one is both too short and full of odd characters.
    ["é é", "api_key_too_short"],
  ])("refuses %j as a key", (apiKey, code) => {
    expect(problemsOf({ apiKey })).toEqual([`apiKey: ${code}`]);
  });

  it("takes a key with the spaces that pasting brings along", () => {
    expect(problemsOf({ apiKey: "  sandbox-4jmc-aeVcDemoKey-xvKAs\n" })).toEqual([]);
  });

  it("refuses a secret that is not Fathom's", () => {
    expect(problemsOf({ webhookSecret: "whsec_kort" })).toEqual(["webhookSecret: webhook_secret_shape"]);
    expect(problemsOf({ webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" })).toEqual([]);
  });
});

describe("sameTeams", () => {
  it("does not mind the order", () => {
    expect(sameTeams(["Sales", "Marketing"], ["Marketing", "Sales"])).toBe(true);
    expect(sameTeams(["Sales"], ["Sales", "Marketing"])).toBe(false);
    expect(sameTeams([], [])).toBe(true);
  });
});
