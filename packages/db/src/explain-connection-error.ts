type Explanation = (message: string) => string;

const UNKNOWN_AUTHORITY: Explanation = (message) =>
  "The certificate of the database server is signed by nobody that this machine knows. Give the certificate of the " +
  "authority: sslrootcert=/path/ca.pem in the database's address, or NODE_EXTRA_CA_CERTS in the environment. " +
  `(${message})`;
const WRONG_NAME: Explanation = (message) =>
  "The certificate of the database server is for another name than the one in its address. Use the name that it was " +
  `made for; sslmode=verify-ca with sslrootcert does not compare names. (${message})`;
const TLS_FAILED: Explanation = (message) =>
  `The encrypted connection to the database server did not come about. Does it speak TLS at this port? (${message})`;
const UNREACHABLE: Explanation = (message) =>
  `The database does not answer. Check that it runs and can be reached from here, and try again. (${message})`;

/** Of Node and TLS, by code. */
const BY_CODE: Record<string, Explanation> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: (message) =>
    `The certificate of the database server, or of its authority, has expired. Renew it there. (${message})`,
  CERT_NOT_YET_VALID: (message) =>
    `The certificate of the database server is not valid yet. Check the clocks of both machines. (${message})`,
  CERT_REVOKED: (message) => `The certificate of the database server was withdrawn. (${message})`,
  ERR_TLS_CERT_ALTNAME_INVALID: WRONG_NAME,
  ERR_TLS_CERT_ALTNAME_FORMAT: WRONG_NAME,
  HOSTNAME_MISMATCH: WRONG_NAME,
  EPROTO: TLS_FAILED,
  ENOTFOUND: (message) =>
    `There is no machine by the name in the database's address (DATABASE_URL). (${message})`,
  EAI_AGAIN: (message) => `The name in the database's address could not be looked up just now. (${message})`,
  ECONNREFUSED: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  "28P01": (message) => `The database does not accept the user name or password of its address. (${message})`,
  "28000": (message) => `The database does not let the account of its address in. (${message})`,
  "3D000": (message) =>
    `The database that DATABASE_URL names does not exist. To make it: npm run koppeling -- migrate (${message})`,
  "53300": (message) =>
    `The database server has no connection left for us. Raise its limit, or use a pooler. (${message})`,
};

/** What only the words tell; these come first. */
const BY_MESSAGE: [pattern: RegExp, explain: Explanation][] = [
  [
    /does not support SSL connections/,
    () =>
      "The database server speaks no TLS, and its address asks for it (sslmode). Switch it on there (ssl = on); on a " +
      "network of your own, sslmode=disable does without.",
  ],
  [/error establishing an SSL connection/, TLS_FAILED],
  [
    /no encryption|SSL (?:connection is )?required|SSL off/i,
    (message) =>
      "The database server lets this account in from here only over TLS, if at all: add sslmode=verify-full, or " +
      `sslmode=require, to its address. (${message})`,
  ],
  [
    /requires a valid client certificate|certificate required/,
    (message) =>
      `The database server asks for a certificate of ours: give sslcert and sslkey in its address. (${message})`,
  ],
  [
    /client password must be a string/,
    () => "The database asks for a password, and its address (DATABASE_URL) holds none.",
  ],
  [
    /unsupported startup parameter/,
    (message) =>
      "The pooler before the database takes no settings with a connection: take options, statement_timeout and their " +
      `like out of the database's address. (${message})`,
  ],
  [
    /^no such database|database .* not found|Tenant or user not found/i,
    (message) => `The pooler does not know this database or account. (${message})`,
  ],
  [/^(?:timeout expired|Connection terminated due to connection timeout|Query read timeout)/, UNREACHABLE],
];

/**
 * Why a connection to the database did not come about, as a sentence that says what to do. It holds the server's own
 * words, and no password.
 * @param error of the driver
 * @returns null of an error that is about something else
 */
export function explainConnectionError(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Of a name with several addresses, none of which answers.
  const message = error.message || code;
  const explain = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? BY_CODE[code];
  if (explain) return explain(message);
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_OSSL_") ? TLS_FAILED(message) : null;
}
