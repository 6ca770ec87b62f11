/** Marks, and the two letters that NFKD turns into marks. In pieces, since a longer match would run out of stack. */
const MARKS = /[\p{M}\uff9e\uff9f]{1,100000}/gu;
/** UAX #15 names 30 as more than any language writes on one letter ("Stream-Safe Text Format"). */
const MAX_MARKS = 30;

/**
 * `String.normalize` in linear time. Marks on one letter are sorted by insertion, so that 80 kB of them takes seconds
 * and a megabyte minutes; what goes beyond 30 in a row is cut off.
 */
export function normalizeText(text: string, form: "NFC" | "NFD" | "NFKD"): string {
  // Again afterwards, since one mark may become two.
  return cutMarks(cutMarks(text).normalize(form));
}

const cutMarks = (text: string) =>
  text.replace(MARKS, (marks) =>
    marks.length <= MAX_MARKS ? marks : [...marks].slice(0, MAX_MARKS).join(""),
  );
