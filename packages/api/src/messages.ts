import { en } from "./messages/en";
import { type MessageKey } from "./messages/message-key";
import { nl } from "./messages/nl";

export const LOCALES = ["nl", "en"] as const;
export type Locale = (typeof LOCALES)[number];

const catalogues: Record<Locale, Record<MessageKey, string>> = { nl, en };

/** @returns the sentence for a key in a language, its `{names}` filled in. */
export function translate(
  locale: Locale,
  key: MessageKey,
  params: Record<string, string | number> = {},
): string {
  return catalogues[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  );
}

export const MESSAGE_KEYS = Object.keys(nl) as MessageKey[];

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(nl, key);
