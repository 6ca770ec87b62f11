import { FATHOM_API_BASE_URL } from "@koppeling/fathom/build-request";
import { Cron } from "croner";
import { z } from "zod";
import { findDatabaseUrlFaults } from "./check-database-urls";
import { NO_PROXIES, parseTrustedProxies } from "./client-address";
import { isEmailAddress, normalizeEmail } from "./normalize-email";
import { parseKeyring } from "./parse-keyring";
import { findPublicFaults, isInngestDev } from "./find-public-faults";

const emptyIsUnset = (value: unknown) =>
  typeof value === "string" && value.trim() === "" ? undefined : value;
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional());
const withDefault = <T extends z.ZodType>(fallback: z.input<T>, schema: T) =>
  z.preprocess((value) => emptyIsUnset(value) ?? fallback, schema);

const secret = (name: string) =>
  z
    .string({
      error: `${name} is missing: set it to at least 32 random characters (for example: openssl rand -base64 32).`,
    })
    .min(
      32,
      `${name} is too short: it needs at least 32 random characters (for example: openssl rand -base64 32).`,
    );

const postgresUrl = (name: string) =>
  z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      `${name} must start with postgresql:// (for example: postgresql://user:password@host:5432/koppeling).`,
    )
    .refine(
      (value) => !value.startsWith("postgres") || URL.canParse(value),
      `${name} cannot be read as an address: in a password, characters such as # / : @ % are written as %23 %2F %3A %40 %25.`,
    );

const httpUrl = (name: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      `${name} must be a complete http(s) address.`,
    )
    .refine((value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      return !url || (url.username === "" && url.password === "");
    }, `${name} must not hold a user name or password.`)
    .refine((value) => !/[?#]/.test(value), `${name} must not have a ? or # in it.`);

const count = (name: string, min: number, max: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number from ${min} to ${max}.` })
    .int(`${name} must be a whole number from ${min} to ${max}.`)
    .min(min, `${name} must be a whole number from ${min} to ${max}.`)
    .max(max, `${name} must be a whole number from ${min} to ${max}.`);

function isCron(pattern: string): boolean {
  if (pattern.split(/\s+/).length !== 5) return false;
  try {
    return new Cron(pattern, { timezone: "UTC", paused: true }).nextRun() !== null;
  } catch {
    // Croner's own words are about its code.
    return false;
  }
}

const schema = z.object({
  DATABASE_URL: z.preprocess(
    emptyIsUnset,
    z
      .string({
        error:
          "DATABASE_URL is missing: `npm start` sets it for the embedded PostgreSQL, any other way of starting needs it.",
      })
      .pipe(postgresUrl("DATABASE_URL")),
  ),
  DIRECT_DATABASE_URL: optional(postgresUrl("DIRECT_DATABASE_URL")),
  PORT: withDefault("3000", count("PORT", 1, 65_535)),
  NEXTAUTH_URL: optional(httpUrl("NEXTAUTH_URL")),
  NEXTAUTH_SECRET: z.preprocess(emptyIsUnset, secret("NEXTAUTH_SECRET")),
  SETTINGS_ENCRYPTION_KEYS: z.preprocess(
    emptyIsUnset,
    z
      .string({
        error:
          "SETTINGS_ENCRYPTION_KEYS is missing: set it to id=key, the key being 32 random bytes as base64 (openssl rand -base64 32).",
      })
      .transform((text, ctx) => {
        const parsed = parseKeyring(text);
        if (parsed.ok) return parsed.keyring;
        ctx.addIssue(`SETTINGS_ENCRYPTION_KEYS: ${parsed.fault}`);
        return z.NEVER;
      }),
  ),
  AUDIT_HMAC_KEY: z.preprocess(emptyIsUnset, secret("AUDIT_HMAC_KEY")),
  CRON_SECRET: optional(secret("CRON_SECRET")),
  FATHOM_API_BASE_URL: optional(httpUrl("FATHOM_API_BASE_URL")),
  FATHOM_API_KEY: optional(z.string().trim()),
  FATHOM_WEBHOOK_SECRET: optional(z.string().trim()),
  FATHOM_REQUESTS_PER_MINUTE: withDefault("60", count("FATHOM_REQUESTS_PER_MINUTE", 0, 100_000)),
  FATHOM_HEAVY_REQUESTS_PER_MINUTE: withDefault("30", count("FATHOM_HEAVY_REQUESTS_PER_MINUTE", 0, 100_000)),
  JOBS: optional(z.enum(["inngest", "embedded"], { error: "JOBS must be inngest or embedded." })),
  INNGEST_DEV: optional(z.string()),
  INNGEST_EVENT_KEY: optional(z.string()),
  // The SDK signs with the bytes that the hexadecimal digits stand for: of any other text there are few or none.
  INNGEST_SIGNING_KEY: optional(
    z
      .string()
      .trim()
      .regex(
        /^(?:signkey-\w+-)?(?:[0-9a-f]{2}){8,}$/i,
        "INNGEST_SIGNING_KEY must be an even number of at least 16 hexadecimal digits, after signkey-…- where Inngest writes it (openssl rand -hex 32 for a server of your own).",
      ),
  ),
  INNGEST_BASE_URL: optional(httpUrl("INNGEST_BASE_URL")),
  INNGEST_SERVE_ORIGIN: optional(
    httpUrl("INNGEST_SERVE_ORIGIN").refine(
      (value) => !URL.canParse(value) || new URL(value).pathname === "/",
      "INNGEST_SERVE_ORIGIN must be an address without a path (for example: https://crm.example.com).",
    ),
  ),
  TRUSTED_PROXIES: optional(
    z.string().transform((text, ctx) => {
      const parsed = parseTrustedProxies(text);
      if (parsed.ok) return parsed.proxies;
      ctx.addIssue(
        `TRUSTED_PROXIES cannot be read, since ${parsed.fault}. It is a list of addresses and networks, and how many ` +
          "proxies there are when that is more than one (for example: 10.0.0.0/8,2).",
      );
      return z.NEVER;
    }),
  ),
  OIDC_ISSUER: optional(httpUrl("OIDC_ISSUER")),
  OIDC_CLIENT_ID: optional(z.string().trim()),
  OIDC_CLIENT_SECRET: optional(z.string().trim()),
  OIDC_NAME: withDefault("SSO", z.string().trim().max(60, "OIDC_NAME must have at most 60 characters.")),
  SYNC_CRON: withDefault(
    "*/30 * * * *",
    z
      .string()
      .trim()
      .refine(isCron, "SYNC_CRON must be a cron expression of five fields, for example */30 * * * *."),
  ),
  SYNC_OVERLAP_HOURS: withDefault("24", count("SYNC_OVERLAP_HOURS", 1, 24 * 30)),
  ADMIN_EMAIL: optional(
    z
      .string()
      .refine((text) => isEmailAddress(normalizeEmail(text)), "ADMIN_EMAIL must be an e-mail address."),
  ),
  ADMIN_PASSWORD: optional(z.string().min(12, "ADMIN_PASSWORD must have at least 12 characters.")),
  DATA_DIR: withDefault(".data", z.string()),
  LOG_LEVEL: withDefault(
    "info",
    z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent.",
    }),
  ),
});

export type Environment = ReturnType<typeof toEnvironment>;

/**
 * Reads the variables of the contract from plain values, so that only an app touches `process.env`.
 * @returns the typed environment, or every fault at once, each a sentence that says what to do.
 */
export function parseEnvironment(
  values: Record<string, string | undefined>,
): { ok: true; environment: Environment } | { ok: false; faults: string[] } {
  const parsed = schema.safeParse(values);
  const issues = parsed.error?.issues ?? [];
  const faults = [
    ...new Set(issues.map((issue) => issue.message)),
    ...findDatabaseUrlFaults(values),
    ...findSharedSecrets(values),
    ...findHalfProvider(values),
    ...findPublicFaults(values),
  ];
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, environment: toEnvironment(parsed.data) };
}

/** Each secret has one purpose, so that one that leaks opens nothing else. */
const SEPARATE_SECRETS = [
  "NEXTAUTH_SECRET",
  "AUDIT_HMAC_KEY",
  "CRON_SECRET",
  "INNGEST_SIGNING_KEY",
  "OIDC_CLIENT_SECRET",
];

function findSharedSecrets(values: Record<string, string | undefined>): string[] {
  const keyring = (values.SETTINGS_ENCRYPTION_KEYS ?? "")
    .split(",")
    .map((part) => part.slice(part.indexOf("=") + 1).trim());
  return SEPARATE_SECRETS.flatMap((name, index) => {
    const value = values[name]?.trim();
    if (!value) return [];
    const other = keyring.includes(value)
      ? "SETTINGS_ENCRYPTION_KEYS"
      : SEPARATE_SECRETS.slice(0, index).find((earlier) => values[earlier]?.trim() === value);
    return other ? [`${name} must be another secret than ${other}.`] : [];
  });
}

/** A sign-in provider is known by all three, or there is none. */
function findHalfProvider(values: Record<string, string | undefined>): string[] {
  const names = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"];
  const missing = names.filter((name) => !values[name]?.trim());
  if (missing.length === 0 || missing.length === names.length) return [];
  return missing.map((name) => `${name} is missing: a sign-in provider needs all of ${names.join(", ")}.`);
}

function toEnvironment(env: z.output<typeof schema>) {
  const inngestConfigured = Boolean(env.INNGEST_DEV ?? env.INNGEST_EVENT_KEY ?? env.INNGEST_SIGNING_KEY);
  const isDev = isInngestDev(env.INNGEST_DEV);
  const devUrl = isDev && /^https?:/i.test(env.INNGEST_DEV ?? "") ? (env.INNGEST_DEV ?? null) : null;
  const nextauthUrl = env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`;
  return {
    databaseUrl: env.DATABASE_URL,
    directDatabaseUrl: env.DIRECT_DATABASE_URL ?? null,
    port: env.PORT,
    trustedProxies: env.TRUSTED_PROXIES ?? NO_PROXIES,
    nextauthUrl,
    nextauthSecret: env.NEXTAUTH_SECRET,
    settingsEncryptionKeys: env.SETTINGS_ENCRYPTION_KEYS,
    auditHmacKey: env.AUDIT_HMAC_KEY,
    cronSecret: env.CRON_SECRET ?? null,
    fathomApiBaseUrl: (env.FATHOM_API_BASE_URL ?? FATHOM_API_BASE_URL).replace(/(?<!\/)\/+$/, ""),
    fathomApiKey: env.FATHOM_API_KEY ?? null,
    fathomWebhookSecret: env.FATHOM_WEBHOOK_SECRET ?? null,
    fathomRequestsPerMinute: env.FATHOM_REQUESTS_PER_MINUTE,
    fathomHeavyRequestsPerMinute: env.FATHOM_HEAVY_REQUESTS_PER_MINUTE,
    jobs: env.JOBS ?? (inngestConfigured ? ("inngest" as const) : ("embedded" as const)),
    inngest: {
      isDev,
      devUrl,
      eventKey: env.INNGEST_EVENT_KEY ?? null,
      signingKey: env.INNGEST_SIGNING_KEY ?? null,
      baseUrl: env.INNGEST_BASE_URL ?? null,
      /** Where an Inngest server reaches this app; what a request says of it never counts. */
      serveOrigin: new URL(env.INNGEST_SERVE_ORIGIN ?? nextauthUrl).origin,
    },
    oidc:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET,
            name: env.OIDC_NAME,
          }
        : null,
    syncCron: env.SYNC_CRON,
    syncOverlapHours: env.SYNC_OVERLAP_HOURS,
    adminEmail: env.ADMIN_EMAIL ?? null,
    adminPassword: env.ADMIN_PASSWORD ?? null,
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
  };
}
