import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type Keyring } from "./parse-keyring";

const VERSION = "v1";
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

export type SecretBoxFault = "not_sealed" | "unknown_key" | "tampered";

/** Thrown by {@link SecretBox.open}. `keyId` is the key that the text asks for, when it could be read. */
export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
  constructor(
    readonly fault: SecretBoxFault,
    readonly keyId: string | null,
  ) {
    super(
      fault === "not_sealed"
        ? "The stored value is not sealed."
        : fault === "unknown_key"
          ? `The stored value is sealed with the key "${keyId}", which is not among SETTINGS_ENCRYPTION_KEYS.`
          : `The stored value cannot be opened with the key "${keyId}".`,
    );
  }
}

/**
 * Seals a text as `v1.<key id>.<nonce>.<ciphertext and tag>` with AES-256-GCM, bound to the row that it
 * belongs to, so that two rows cannot be swapped. `open` throws {@link SecretBoxError} and never returns wrong text.
 */
export type SecretBox = {
  seal(plain: string, rowName: string): string;
  open(sealed: string, rowName: string): string;
};

export function createSecretBox(keyring: Keyring): SecretBox {
  const associated = (keyId: string, rowName: string) =>
    Buffer.from(`${VERSION}|${keyId}|system_settings|${rowName}`);

  return {
    seal(plain, rowName) {
      const { id, key } = keyring[0];
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associated(id, rowName));
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, id, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
    },

    open(sealed, rowName) {
      const [version, keyId, nonceText, bodyText, ...rest] = sealed.split(".");
      if (version !== VERSION || !keyId || !nonceText || bodyText === undefined || rest.length > 0) {
        throw new SecretBoxError("not_sealed", null);
      }
      const key = keyring.find((candidate) => candidate.id === keyId);
      if (!key) throw new SecretBoxError("unknown_key", keyId);
      const nonce = Buffer.from(nonceText, "base64url");
      const body = Buffer.from(bodyText, "base64url");
      // Base64 has several spellings of the same bytes; only the one that seal() writes is accepted.
      const canonical = nonce.toString("base64url") === nonceText && body.toString("base64url") === bodyText;
      if (!canonical || nonce.length !== NONCE_BYTES || body.length < TAG_BYTES)
        throw new SecretBoxError("tampered", keyId);
      // Without authTagLength Node accepts a tag of 4 bytes.
      const decipher = createDecipheriv("aes-256-gcm", key.key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(keyId, rowName));
      decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
      const plain = decipher.update(body.subarray(0, body.length - TAG_BYTES));
      try {
        return Buffer.concat([plain, decipher.final()]).toString("utf8");
      } catch {
        // Node's message says no more than that the tag is wrong.
        throw new SecretBoxError("tampered", keyId);
      }
    },
  };
}
