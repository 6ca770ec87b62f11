/**
 * Pieces of conversation. Each exchange is a few lines that belong together; a line starts with who speaks ("R" for
 * who records, "C" for the other side). Words in braces are filled in per call: contact, other, rep, company, city,
 * count, price, year.
 */
export type PhraseBank = Record<
  "greeting" | "situation" | "questions" | "price" | "objections" | "next" | "closing",
  readonly (readonly string[])[]
> & { fillers: readonly string[] };
