/** The columns that may be left out of the table; when and title always stay. */
export const optionalColumns = ["rep", "duration", "with", "team", "content"] as const;
export type OptionalColumn = (typeof optionalColumns)[number];

export const columnsCookieName = "call-columns";
const defaultColumns: readonly OptionalColumn[] = ["rep", "duration", "with", "content"];

/** Reads the remembered choice. Names that are not known are left out, and nothing remembered means the usual ones. */
export function readColumns(cookie: string | undefined): readonly OptionalColumn[] {
  if (cookie === undefined) return defaultColumns;
  const names = cookie.split(".");
  return optionalColumns.filter((column) => names.includes(column));
}

const ONE_YEAR_SECONDS = 31_536_000;

/** In a cookie, so that the server's first page has the same columns and nothing jumps. */
export function rememberColumns(columns: readonly OptionalColumn[]) {
  const value = columns.join(".") || "none";
  document.cookie = `${columnsCookieName}=${value}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
