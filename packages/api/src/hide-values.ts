/** PostgreSQL's class of errors about a value, which it quotes: somebody may have said it in a call. */
const VALUE_CLASS = /^22/;

/**
 * The message of an error without the value that PostgreSQL refused. Names of columns and constraints stay.
 * @param text the message, or another text that has it in it
 */
export function hideValues(error: Error, text = error.message): string {
  return "code" in error && typeof error.code === "string" && VALUE_CLASS.test(error.code)
    ? text.replace(/"[^"]*"?/g, '"…"')
    : text;
}
