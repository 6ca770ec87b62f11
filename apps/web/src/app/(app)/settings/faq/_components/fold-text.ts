import { normalizeText } from "@koppeling/fathom/normalize-text";

/** As somebody searches: without case, accents and what stands between words. Pure. */
export const foldText = (text: string): string =>
  normalizeText(text, "NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
