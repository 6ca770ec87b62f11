/** A 32-byte key and the id that sealed texts name it by. */
export type SettingsKey = { id: string; key: Uint8Array };

/** The first key seals; all of them open. Never empty. */
export type Keyring = readonly [SettingsKey, ...SettingsKey[]];

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Reads `id=base64 of 32 bytes`, comma-separated. Strict, because Node decodes almost anything as base64:
 * 64 hex characters become 48 bytes, and junk is skipped without a word.
 */
export function parseKeyring(text: string): { ok: true; keyring: Keyring } | { ok: false; fault: string } {
  const keys: SettingsKey[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const cut = part.indexOf("=");
    const id = cut < 0 ? "" : part.slice(0, cut);
    if (!KEY_ID.test(id))
      return {
        ok: false,
        fault: "each key is written as id=key; an id has 1 to 32 letters, digits, - or _.",
      };
    if (keys.some((known) => known.id === id)) return { ok: false, fault: `the id "${id}" is there twice.` };
    const encoded = part.slice(cut + 1);
    const key = Buffer.from(encoded, "base64");
    if (key.toString("base64") !== encoded)
      return { ok: false, fault: `the key "${id}" is not plain base64 (openssl rand -base64 32).` };
    if (key.length !== 32)
      return {
        ok: false,
        fault: `the key "${id}" has ${key.length} bytes, it needs 32 (openssl rand -base64 32).`,
      };
    const twin = keys.find((known) => key.equals(known.key));
    if (twin) return { ok: false, fault: `"${twin.id}" and "${id}" are the same key.` };
    keys.push({ id, key });
  }
  const [first, ...rest] = keys;
  return first ? { ok: true, keyring: [first, ...rest] } : { ok: false, fault: "there is no key." };
}
