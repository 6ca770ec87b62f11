import { describe, expect, it } from "vitest";
import { apiKeySchema, webhookSecretSchema } from "./settings-schemas";
import { maskApiKey, WEBHOOK_SECRET_MASK } from "./describe-settings";

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 9).toString("base64")}`;

describe("the API key", () => {
  it.each([
    ["as Fathom makes it", KEY, KEY],
    ["with space around it", `  ${KEY}\n`, KEY],
    ["every character that is allowed", "ABCxyz019._-ABCxyz019", "ABCxyz019._-ABCxyz019"],
    ["20 characters", "k".repeat(20), "k".repeat(20)],
    ["256 characters", "k".repeat(256), "k".repeat(256)],
  ])("is taken: %s", (_name, typed, stored) => {
    expect(apiKeySchema.parse(typed)).toBe(stored);
  });

  it.each([
    ["empty", "", "api_key_too_short"],
    ["only space", " ".repeat(30), "api_key_too_short"],
    ["19 characters", "k".repeat(19), "api_key_too_short"],
    ["19 characters and space", `${"k".repeat(19)}   `, "api_key_too_short"],
    ["257 characters", "k".repeat(257), "api_key_too_long"],
    ["space inside", "4jmc aeVcDemoKey-xvKAs", "api_key_characters"],
    ["a line break inside", "4jmc-aeVcDemo\nKey-xvKAs", "api_key_characters"],
    ["a slash", "4jmc/aeVcDemoKey-xvKAs", "api_key_characters"],
    ["a letter that is not ASCII", "4jmc-aéVcDemoKey-xvKAs", "api_key_characters"],
    ["NUL", "4jmc-aeVcDemo\0Key-xvKAs", "api_key_characters"],
    ["a header behind it", "4jmc-aeVcDemoKey-xvKAs\r\nX-Other: 1", "api_key_characters"],
    ["a row of bullets", "•".repeat(20), "api_key_characters"],
  ])("is refused: %s", (_name, typed, code) => {
    expect(apiKeySchema.safeParse(typed).error?.issues.map((issue) => issue.message)).toContain(code);
  });

  it("is never taken when it is its own mask", () => {
    expect(apiKeySchema.safeParse(maskApiKey(KEY)).success).toBe(false);
  });

  it.each([[null], [12345678901234567890], [{}], [["k".repeat(20)]]])("is text: %j", (value) => {
    expect(apiKeySchema.safeParse(value).success).toBe(false);
  });
});

describe("the webhook secret", () => {
  it.each([
    ["24 bytes", secretOf(24)],
    ["32 bytes", secretOf(32)],
    ["64 bytes", secretOf(64)],
    ["25 bytes, with two =", secretOf(25)],
    ["26 bytes, with one =", secretOf(26)],
    ["the example of Standard Webhooks", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ])("is taken: %s", (_name, secret) => {
    expect(webhookSecretSchema.parse(`  ${secret} `)).toBe(secret);
  });

  it.each([
    ["empty", ""],
    ["the prefix alone", "whsec_"],
    ["1 byte", secretOf(1)],
    ["23 bytes", secretOf(23)],
    ["65 bytes", secretOf(65)],
    ["no prefix", secretOf(24).slice(6)],
    ["another prefix", secretOf(24).replace("whsec_", "whsk_")],
    ["an upper case prefix", secretOf(24).replace("whsec_", "WHSEC_")],
    ["padding that is missing", secretOf(25).replace(/=+$/, "")],
    ["padding in the middle", `whsec_AA==${"A".repeat(32)}`],
    ["too much padding", `${secretOf(24)}====`],
    ["the alphabet of URLs", `whsec_${"-_".repeat(16)}`],
    ["junk behind it", `${secretOf(24)}!!!`],
    ["a line break inside", `${secretOf(24)}\n${"A".repeat(4)}`],
    ["its mask", WEBHOOK_SECRET_MASK],
  ])("is refused: %s", (_name, secret) => {
    expect(webhookSecretSchema.safeParse(secret).error?.issues.map((issue) => issue.message)).toEqual([
      "webhook_secret_shape",
    ]);
  });
});
