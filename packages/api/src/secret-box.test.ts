import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Keyring } from "./parse-keyring";
import { createSecretBox, SecretBoxError } from "./secret-box";

const FIRST = { id: "k1", key: Buffer.alloc(32, 1) };
const SECOND = { id: "k2", key: Buffer.alloc(32, 2) };
const ROW = "fathom_api_key";
const PLAIN = "4jmc-aeVcDemoKey-xvKAs";
const box = createSecretBox([FIRST]);

const faultOf = (sealed: string, row = ROW, keys: Keyring = [FIRST]) => {
  try {
    const text = createSecretBox(keys).open(sealed, row);
    return { opened: text };
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    return { fault: error.fault, keyId: error.keyId };
  }
};
const parts = (sealed: string) => {
  const [version = "", keyId = "", nonce = "", body = ""] = sealed.split(".");
  return { version, keyId, nonce: Buffer.from(nonce, "base64url"), body: Buffer.from(body, "base64url") };
};
const join = (version: string, keyId: string, nonce: Uint8Array, body: Uint8Array) =>
  [version, keyId, Buffer.from(nonce).toString("base64url"), Buffer.from(body).toString("base64url")].join(
    ".",
  );

describe("secretBox", () => {
  it("opens what it sealed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, row) => {
        expect(box.open(box.seal(text, row), row)).toBe(text);
      }),
    );
  });

  it("writes version, key id, a nonce of 12 bytes, and a tag of 16 behind the ciphertext", () => {
    const sealed = box.seal(PLAIN, ROW);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(parts(sealed).body).toHaveLength(PLAIN.length + 16);
    expect(sealed).not.toContain(PLAIN);
  });

  it("never seals the same text the same way", () => {
    const seals = Array.from({ length: 1_000 }, () => parts(box.seal(PLAIN, ROW)));
    expect(new Set(seals.map(({ nonce }) => nonce.toString("hex"))).size).toBe(1_000);
    expect(new Set(seals.map(({ body }) => body.toString("hex"))).size).toBe(1_000);
  });

  it.each([0, 4, 8, 12, 13, 14, 15])(
    "refuses a tag of %d bytes, though it is the right one cut short",
    (length) => {
      const { version, keyId, nonce, body } = parts(box.seal(PLAIN, ROW));
      const cut = body.subarray(0, body.length - 16 + length);
      expect(faultOf(join(version, keyId, nonce, cut))).toEqual({ fault: "tampered", keyId: "k1" });
    },
  );

  it("refuses a short tag that Node itself would take as one", () => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", FIRST.key, nonce, { authTagLength: 4 });
    cipher.setAAD(Buffer.from(`v1|k1|system_settings|${ROW}`));
    const body = Buffer.concat([cipher.update(PLAIN, "utf8"), cipher.final(), cipher.getAuthTag()]);
    expect(faultOf(join("v1", "k1", nonce, body))).toEqual({ fault: "tampered", keyId: "k1" });
  });

  it("refuses every flipped bit of nonce, ciphertext and tag", () => {
    const { version, keyId, nonce, body } = parts(box.seal(PLAIN, ROW));
    const whole = Buffer.concat([nonce, body]);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const sealed = join(version, keyId, flipped.subarray(0, 12), flipped.subarray(12));
      expect(faultOf(sealed)).toEqual({ fault: "tampered", keyId: "k1" });
    }
  });

  it("refuses every flipped bit of the text itself, and every text that was cut or grew", () => {
    const sealed = box.seal(PLAIN, ROW);
    const bytes = Buffer.from(sealed, "latin1");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(faultOf(flipped.toString("latin1"))).toHaveProperty("fault");
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(faultOf(sealed.slice(0, length))).toHaveProperty("fault");
    }
    for (const more of ["A", "=", ".", ".A", " ", "\n", "\0"]) {
      expect(faultOf(sealed + more)).toHaveProperty("fault");
      expect(faultOf(more + sealed)).toHaveProperty("fault");
    }
  });

  it("refuses an appended byte, before and behind the tag", () => {
    const { version, keyId, nonce, body } = parts(box.seal(PLAIN, ROW));
    const tag = body.subarray(body.length - 16);
    const text = body.subarray(0, body.length - 16);
    for (let byte = 0; byte < 256; byte++) {
      const extra = Buffer.from([byte]);
      expect(faultOf(join(version, keyId, nonce, Buffer.concat([body, extra])))).toHaveProperty(
        "fault",
        "tampered",
      );
      expect(faultOf(join(version, keyId, nonce, Buffer.concat([text, extra, tag])))).toHaveProperty(
        "fault",
        "tampered",
      );
    }
  });

  it("refuses another spelling of the same bytes", () => {
    // Of 22 + 16 bytes the last character carries two bits that say nothing.
    const sealed = box.seal(PLAIN, ROW);
    const { body } = parts(sealed);
    const spelledOtherwise = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
      .map((last) => sealed.slice(0, -1) + last)
      .filter((text) => text !== sealed && parts(text).body.equals(body));
    expect(spelledOtherwise.length).toBeGreaterThan(0);
    for (const text of spelledOtherwise) expect(faultOf(text)).toEqual({ fault: "tampered", keyId: "k1" });
  });

  it("opens none of 20,000 random blobs", () => {
    const body = fc.uint8Array({ maxLength: 64 });
    const nonce = fc.oneof(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(nonce, body, (nonceBytes, bodyBytes) => {
        expect(faultOf(join("v1", "k1", nonceBytes, bodyBytes))).toHaveProperty("fault");
      }),
      { seed: 20_261_120, numRuns: 20_000 },
    );
  });

  it("refuses any other text without an error of another kind", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 6 }), (pieces) => {
        expect(faultOf(pieces.join("."))).toHaveProperty("fault");
      }),
      { numRuns: 2_000 },
    );
  });

  it("binds a text to its row", () => {
    const key = box.seal("the key", "fathom_api_key");
    const secret = box.seal("the secret", "fathom_webhook_secret");
    expect(faultOf(key, "fathom_webhook_secret")).toEqual({ fault: "tampered", keyId: "k1" });
    expect(faultOf(secret, "fathom_api_key")).toEqual({ fault: "tampered", keyId: "k1" });
  });

  it("binds a text to its key id, even when two ids have the same key", () => {
    const sealed = box.seal(PLAIN, ROW).replace(".k1.", ".k9.");
    expect(faultOf(sealed, ROW, [FIRST, { id: "k9", key: FIRST.key }])).toEqual({
      fault: "tampered",
      keyId: "k9",
    });
  });

  it("names what is wrong: not sealed, another version, a key that is not there", () => {
    const sealed = box.seal(PLAIN, ROW);
    expect(faultOf(PLAIN)).toEqual({ fault: "not_sealed", keyId: null });
    expect(faultOf(sealed.replace("v1.", "v2."))).toEqual({ fault: "not_sealed", keyId: null });
    expect(faultOf(sealed, ROW, [SECOND])).toEqual({ fault: "unknown_key", keyId: "k1" });
    expect(() => createSecretBox([SECOND]).open(sealed, ROW)).toThrow(/"k1".*SETTINGS_ENCRYPTION_KEYS/);
    expect(() => createSecretBox([{ ...SECOND, id: "k1" }]).open(sealed, ROW)).toThrow(/"k1"/);
  });

  it("opens with every key of the ring and seals with the first", () => {
    const sealedBefore = box.seal(PLAIN, ROW);
    const rotated = createSecretBox([SECOND, FIRST]);
    expect(rotated.open(sealedBefore, ROW)).toBe(PLAIN);
    const sealedAfter = rotated.seal(PLAIN, ROW);
    expect(sealedAfter).toMatch(/^v1\.k2\./);
    // The instance that has the new key second already reads what the other one writes.
    expect(createSecretBox([FIRST, SECOND]).open(sealedAfter, ROW)).toBe(PLAIN);
  });

  it("says nothing of the text or the key in its errors", () => {
    const sealed = box.seal(PLAIN, ROW);
    for (const broken of [sealed.slice(0, -2), sealed.replace("k1", "k7"), PLAIN]) {
      let message = "";
      try {
        box.open(broken, ROW);
      } catch (error) {
        message = error instanceof Error ? `${error.message}${error.stack}` : "";
      }
      expect(message).not.toBe("");
      expect(message).not.toContain(PLAIN);
      expect(message).not.toContain(FIRST.key.toString("base64"));
    }
  });
});
