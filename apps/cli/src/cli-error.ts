/** Something that a person can mend; the message says what happened and what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
}
