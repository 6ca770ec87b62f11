import { describe, expect, it } from "vitest";
import { TRPC_CODE } from "./errors";
import { FAILURE_CODES } from "./reasons";
import { isMessageKey, LOCALES, MESSAGE_KEYS, translate } from "./messages";

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("the API's messages", () => {
  it.each(MESSAGE_KEYS)("fill in the same in both languages: %s", (key) => {
    const [dutch, english] = LOCALES.map((locale) => translate(locale, key));
    expect(dutch).toBeTruthy();
    expect(placeholders(dutch ?? "")).toEqual(placeholders(english ?? ""));
    expect(dutch).not.toBe(english);
  });

  it("have a sentence for every error and every reason to fail", () => {
    for (const code of [...Object.keys(TRPC_CODE), "unexpected"])
      expect(isMessageKey(`error.${code}`)).toBe(true);
    for (const code of FAILURE_CODES) expect(isMessageKey(`failure.${code}`)).toBe(true);
    expect(isMessageKey("error.no_such")).toBe(false);
    expect(isMessageKey("constructor")).toBe(false);
  });

  it("take what is filled in literally, and leave alone what is not given", () => {
    expect(translate("en", "run.running", { processed: 3 })).toBe("Working: 3 processed.");
    expect(translate("en", "test.success", { team: "$& {calls} $1", calls: 2 })).toBe(
      "Connected! Team $& {calls} $1 · 2 calls visible",
    );
    expect(translate("nl", "run.running")).toBe("Bezig: {processed} verwerkt.");
  });
});
