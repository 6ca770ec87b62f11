import { isLocalHost } from "./check-public-address";

type Values = Record<string, string | undefined>;

/**
 * What may be on one's own machine and not where others can reach it. Pure.
 * An installation is public when the host of NEXTAUTH_URL is neither this machine nor a private network.
 * @returns each fault as a sentence that says what to do, without the value
 */
export function findPublicFaults(values: Values): string[] {
  const outbound = [...findOutboundFaults(values), ...findInngestFaults(values)];
  const address = urlOf(values.NEXTAUTH_URL);
  const isPublic = address !== null && isPublicAddress(address.href);
  const secrets = isPublic || isOpenHost(values.HOST) ? findGuessableSecrets(values) : [];
  const faults = [...outbound, ...secrets];
  if (!isPublic) return faults;
  if (address.protocol === "http:")
    faults.push("NEXTAUTH_URL must be https: over plain http anyone on the way can read passwords.");
  if (values.INNGEST_DEV?.trim())
    faults.push("INNGEST_DEV must not be set on a public address: it lets anyone run jobs, unsigned.");
  const fathom = urlOf(values.FATHOM_API_BASE_URL);
  if (fathom && isLocalHost(fathom.hostname))
    faults.push("FATHOM_API_BASE_URL must not be a sandbox on a public address.");
  return faults;
}

function findGuessableSecrets(values: Values): string[] {
  const secrets = ["NEXTAUTH_SECRET", "AUDIT_HMAC_KEY", "CRON_SECRET"].filter((name) => {
    const value = values[name]?.trim() ?? "";
    return value.length >= 32 && isGuessable(value);
  });
  const keys = keysOf(values.SETTINGS_ENCRYPTION_KEYS ?? "").filter(({ bytes }) =>
    isGuessable(bytes.toString("latin1")),
  );
  return [...secrets, ...keys.map(({ id }) => `SETTINGS_ENCRYPTION_KEYS: the key "${id}"`)].map(
    (name) => `${name} is not random: make another one (openssl rand -base64 32).`,
  );
}

/** Whether a server that listens at this HOST can be reached from other machines. */
function isOpenHost(host: string | undefined): boolean {
  const listens = host?.trim();
  return Boolean(listens) && !isLoopback((listens ?? "").replace(/^(?=.*:)([^[].*)$/, "[$1]"));
}

/** Whether an installation at this address can be reached by others than its own network. */
export const isPublicAddress = (address: string): boolean => !isLocalHost(new URL(address).hostname);

/** Where keys and sign-ins go: in the clear, and for Fathom's to a private network, only on this very machine. */
function findOutboundFaults(values: Values): string[] {
  const issuer = urlOf(values.OIDC_ISSUER);
  const provider =
    issuer?.protocol === "http:" && !isLoopback(issuer.hostname)
      ? ["OIDC_ISSUER must be https: over plain http anyone on the way can sign in as anybody."]
      : [];
  const url = urlOf(values.FATHOM_API_BASE_URL);
  if (!url || isLoopback(url.hostname)) return provider;
  if (url.protocol === "http:")
    return [
      ...provider,
      "FATHOM_API_BASE_URL must be https: over plain http anyone on the way can read the API key.",
    ];
  return isLocalHost(url.hostname)
    ? [
        ...provider,
        "FATHOM_API_BASE_URL must not be on a private network; only this machine itself may be a Fathom.",
      ]
    : provider;
}

/** INNGEST_DEV is the dev server's address, or says yes or no, as the SDK reads it. */
export function isInngestDev(value: string | undefined): boolean {
  const dev = value?.trim().toLowerCase() ?? "";
  return dev !== "" && !["0", "false", "no", "off"].includes(dev);
}

/** A dev server's jobs are not signed, so only this machine may reach them; signed ones travel in the clear on one's own network only. */
function findInngestFaults(values: Values): string[] {
  const open =
    isInngestDev(values.INNGEST_DEV) && isOpenHost(values.HOST)
      ? [
          "INNGEST_DEV must not be set with a HOST that others can reach (HOSTNAME, for the server on its own): its jobs are not signed.",
        ]
      : [];
  const inTheClear = ["INNGEST_SERVE_ORIGIN", "INNGEST_BASE_URL"].filter((name) => {
    const url = urlOf(values[name]);
    return url?.protocol === "http:" && !isLocalHost(url.hostname);
  });
  return [
    ...open,
    ...inTheClear.map((name) => `${name} must be https: jobs and their results would travel in the clear.`),
  ];
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.[\d.]+$/.test(hostname);

function urlOf(text: string | undefined): URL | null {
  const value = text?.trim();
  if (!value || !URL.canParse(value)) return null;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) ? url : null;
}

function keysOf(text: string): { id: string; bytes: Buffer }[] {
  return text.split(",").flatMap((part) => {
    const cut = part.indexOf("=");
    const bytes = Buffer.from(part.slice(cut + 1), "base64");
    return cut > 0 && bytes.length === 32 ? [{ id: part.slice(0, cut).trim(), bytes }] : [];
  });
}

/** Written by a person, copied from the example, or counted up; 32 random bytes have some 28 different ones. */
function isGuessable(text: string): boolean {
  if (new Set(text).size < 12) return true;
  return /change-?me|secret|password|example|0123456789|abcdefgh/i.test(text);
}
