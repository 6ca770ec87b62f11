/** The embedded server cannot be used here as things are; the message says why, and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}
