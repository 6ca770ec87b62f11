import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isValidWebhookSecret, signWebhook, verifyWebhook } from "./verify-webhook";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP = 1614265330;
const BODY = Buffer.from('{"test": 2432232314}');
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

type Change = {
  secrets?: string[];
  id?: string | null;
  timestamp?: string | null;
  signature?: string | null;
  rawBody?: Uint8Array;
  now?: Date;
};
function verify(change: Change = {}) {
  const { secrets = [SECRET], rawBody = BODY, now = new Date(TIMESTAMP * 1000), ...headers } = change;
  const given = { id: ID, timestamp: String(TIMESTAMP), signature: SIGNATURE, ...headers };
  return verifyWebhook({ secrets, headers: given, rawBody, now });
}
const refused = (reason: string) => ({ ok: false, reason });

describe("the published vector and the cases of the reference library", () => {
  it("accepts the published vector, and signs it", () => {
    expect(verify()).toEqual({ ok: true });
    expect(signWebhook({ secret: SECRET, id: ID, timestamp: TIMESTAMP, rawBody: BODY })).toBe(SIGNATURE);
  });
  it("accepts a secret without its prefix", () => {
    expect(verify({ secrets: [SECRET.slice(6)] })).toEqual({ ok: true });
  });
  it.each(["id", "timestamp", "signature"] as const)("refuses a missing %s", (header) => {
    expect(verify({ [header]: null })).toEqual(refused("missing_header"));
    expect(verify({ [header]: "" })).toEqual(refused("missing_header"));
  });
  it.each(["", "whsec_", "whsec_%%%"])("refuses to work with the secret %j", (secret) => {
    expect(verify({ secrets: [secret] })).toEqual(refused("bad_secret"));
    expect(() => signWebhook({ secret, id: ID, timestamp: 1, rawBody: BODY })).toThrow(TypeError);
  });
  it.each([
    "v1,dawfeoifkpqwoekfpqoekf",
    "v1,",
    "v1",
    SIGNATURE.slice(3),
    SIGNATURE.slice(0, -4),
    `${SIGNATURE}=`,
    "v1,éééééééééééééééééééééé",
  ])("refuses the signature %j", (signature) => {
    expect(verify({ signature })).toEqual(refused("bad_signature"));
  });
  it("refuses another body, id or timestamp", () => {
    expect(verify({ rawBody: Buffer.from('{"test":2432232314}') })).toEqual(refused("bad_signature"));
    expect(verify({ id: "msg_other" })).toEqual(refused("bad_signature"));
    expect(verify({ timestamp: String(TIMESTAMP + 1) })).toEqual(refused("bad_signature"));
  });
  it("accepts one good signature among others", () => {
    const signature = [
      "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
      `v2,${SIGNATURE.slice(3)}`,
      SIGNATURE,
      "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
    ].join(" ");
    expect(verify({ signature })).toEqual({ ok: true });
  });
  it("refuses a good digest under another version", () => {
    expect(verify({ signature: `v2,${SIGNATURE.slice(3)} v1a,${SIGNATURE.slice(3)}` })).toEqual(
      refused("bad_signature"),
    );
  });
});

describe("W1: the bytes that came in", () => {
  it("does not take 0xFF for U+FFFD", () => {
    const replaced = Buffer.from('{"a":"\ufffd"}');
    const raw = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const signature = signWebhook({ secret: SECRET, id: ID, timestamp: TIMESTAMP, rawBody: replaced });
    expect(verify({ signature, rawBody: replaced })).toEqual({ ok: true });
    expect(verify({ signature, rawBody: raw })).toEqual(refused("bad_signature"));
  });
  it("refuses the older scheme, an HMAC of the body alone", () => {
    const key = Buffer.from(SECRET.slice(6), "base64");
    const digest = createHmac("sha256", key).update(BODY);
    expect(verify({ signature: `v1,${digest.digest("base64")}` })).toEqual(refused("bad_signature"));
  });
  it("refuses GitHub's published vector, which is such a scheme", () => {
    const hex = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const digest = createHmac("sha256", "It's a Secret to Everybody").update("Hello, World!").digest("hex");
    expect(digest).toBe(hex);
    const rawBody = Buffer.from("Hello, World!");
    const signature = `v1,${Buffer.from(hex, "hex").toString("base64")} sha256=${hex}`;
    expect(verify({ rawBody, signature })).toEqual(refused("bad_signature"));
  });
});

describe("W2: the timestamp", () => {
  it.each([
    " 1614265330",
    "1614265330 ",
    "1614265330junk",
    "1614265330.0",
    "-1",
    "0x60",
    "1e9",
    "1234567890123",
  ])("refuses %j", (timestamp) => {
    expect(verify({ timestamp })).toEqual(refused("bad_timestamp"));
  });
  it.each([
    [300, { ok: true }],
    [-300, { ok: true }],
    [301, refused("expired")],
    [-301, refused("expired")],
  ])("at %i seconds off: %j", (seconds, expected) => {
    expect(verify({ now: new Date((TIMESTAMP + seconds) * 1000) })).toEqual(expected);
  });
});

describe("W4: how much is tried", () => {
  const other = `v1,${randomBytes(32).toString("base64")}`;
  it("finds a good one in the tenth place", () => {
    const signature = [...Array<string>(9).fill(other), SIGNATURE].join(" ");
    expect(verify({ signature })).toEqual({ ok: true });
  });
  it("refuses eleven, and a header over 4 KiB, even with a good one in front", () => {
    const eleven = [SIGNATURE, ...Array<string>(10).fill(other)].join(" ");
    expect(verify({ signature: eleven })).toEqual(refused("bad_signature"));
    expect(verify({ signature: `${SIGNATURE} v1,${"A".repeat(4096)}` })).toEqual(refused("bad_signature"));
  });
});

describe("W5 and rotation: the secrets", () => {
  const second = `whsec_${randomBytes(32).toString("base64")}`;
  it("accepts what either of two secrets signed, and passes over an unusable one", () => {
    expect(verify({ secrets: [second, SECRET] })).toEqual({ ok: true });
    expect(verify({ secrets: ["", SECRET] })).toEqual({ ok: true });
    expect(verify({ secrets: [second] })).toEqual(refused("bad_signature"));
    expect(verify({ secrets: [] })).toEqual(refused("bad_secret"));
  });
  it.each([
    [SECRET, true],
    [second, true],
    [`whsec_${randomBytes(23).toString("base64")}`, false],
    ["whsec_QQ==", false],
    [`${SECRET}!`, false],
    [`${SECRET}\n`, false],
    [` ${SECRET}`, false],
    [`whsec_${"a".repeat(64)}=`, false],
    ["", false],
  ])("isValidWebhookSecret(%j) is %j", (secret, expected) => {
    expect(isValidWebhookSecret(secret)).toBe(expected);
  });
});
