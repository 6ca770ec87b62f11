import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FATHOM_API_BASE_URL } from "@koppeling/fathom/build-request";
import { requireTlsInPublic } from "./check-database-urls";
import { parseEnvironment } from "./environment";

const keyOf = (seed: number) => createHash("sha256").update(`key ${seed}`).digest("base64");
/** All that has no default. */
const MINIMAL = {
  DATABASE_URL: "postgresql://user:pass@db.example:5432/koppeling",
  NEXTAUTH_SECRET: "pT4vXq9LmZ2rKc7WnYb5HsJd8GfE3aUo",
  SETTINGS_ENCRYPTION_KEYS: `k1=${keyOf(1)}`,
  AUDIT_HMAC_KEY: "Qe6RtYu2IoPa8SdFgH4jKlZx9CvBnM1w",
};

function environmentOf(values: Record<string, string | undefined>) {
  const parsed = parseEnvironment({ ...MINIMAL, ...values });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  return parsed.environment;
}
function faultsOf(values: Record<string, string | undefined>): string[] {
  const parsed = parseEnvironment({ ...MINIMAL, ...values });
  return parsed.ok ? [] : parsed.faults;
}

/** Each row is one fault on its own. */
const BAD: [name: string, values: Record<string, string | undefined>, says: RegExp][] = [
  ["no database", { DATABASE_URL: undefined }, /^DATABASE_URL is missing/],
  ["an empty database", { DATABASE_URL: "  " }, /^DATABASE_URL is missing/],
  [
    "a database of another kind",
    { DATABASE_URL: "mysql://localhost/x" },
    /^DATABASE_URL must start with postgres/,
  ],
  [
    "a database address that is none",
    { DATABASE_URL: "postgresql://u:p@host:port/x" },
    /^DATABASE_URL cannot be read/,
  ],
  ["a wrong address for migrations", { DIRECT_DATABASE_URL: "localhost" }, /^DIRECT_DATABASE_URL must start/],
  ["no session secret", { NEXTAUTH_SECRET: undefined }, /^NEXTAUTH_SECRET is missing/],
  ["a short session secret", { NEXTAUTH_SECRET: "short" }, /^NEXTAUTH_SECRET is too short/],
  ["no settings key", { SETTINGS_ENCRYPTION_KEYS: undefined }, /^SETTINGS_ENCRYPTION_KEYS is missing/],
  [
    "a settings key of 48 bytes",
    { SETTINGS_ENCRYPTION_KEYS: `k1=${"ab".repeat(32)}` },
    /^SETTINGS_ENCRYPTION_KEYS: .*48/,
  ],
  ["no audit key", { AUDIT_HMAC_KEY: "" }, /^AUDIT_HMAC_KEY is missing/],
  ["a short audit key", { AUDIT_HMAC_KEY: "x".repeat(31) }, /^AUDIT_HMAC_KEY is too short/],
  ...[
    "x",
    "signkey-prod-",
    "signkey-prod-1234",
    "signkey-prod-not-hexadecimal-at-all",
    "ab".repeat(8) + "c",
  ].map((INNGEST_SIGNING_KEY): (typeof BAD)[number] => [
    `the signing key ${INNGEST_SIGNING_KEY}`,
    { INNGEST_SIGNING_KEY },
    /^INNGEST_SIGNING_KEY must be an even number/,
  ]),
  [
    "an Inngest that is reached in the clear",
    { INNGEST_BASE_URL: "http://inngest.example.com:8288" },
    /^INNGEST_BASE_URL must be https/,
  ],
  [
    "the example's secret on a server that others can reach",
    { HOST: "0.0.0.0", AUDIT_HMAC_KEY: "change-me-to-at-least-32-random-characters" },
    /^AUDIT_HMAC_KEY is not random/,
  ],
  ["a short cron secret", { CRON_SECRET: "cron" }, /^CRON_SECRET is too short/],
  [
    "one secret for two purposes",
    { CRON_SECRET: MINIMAL.NEXTAUTH_SECRET },
    /^CRON_SECRET must be another secret than NEXTAUTH_SECRET/,
  ],
  [
    "the settings key as audit key",
    { AUDIT_HMAC_KEY: keyOf(1) },
    /^AUDIT_HMAC_KEY must be another secret than SETTINGS_ENCRYPTION_KEYS/,
  ],
  ["a port that is a word", { PORT: "http" }, /^PORT must be a whole number from 1 to 65535/],
  ["a port that is too high", { PORT: "65536" }, /^PORT must be a whole number/],
  [
    "an address without a scheme",
    { NEXTAUTH_URL: "crm.example.com" },
    /^NEXTAUTH_URL must be a complete http/,
  ],
  [
    "an address of another scheme",
    { NEXTAUTH_URL: "ftp://crm.example.com" },
    /^NEXTAUTH_URL must be a complete http/,
  ],
  [
    "a Fathom with a password in it",
    { FATHOM_API_BASE_URL: "https://u:p@x.example" },
    /^FATHOM_API_BASE_URL must not hold a user name/,
  ],
  [
    "a Fathom with only a password in it",
    { FATHOM_API_BASE_URL: "https://:p@x.example" },
    /^FATHOM_API_BASE_URL must not hold a user name/,
  ],
  [
    "a Fathom with a query",
    { FATHOM_API_BASE_URL: "https://x.example/v1?a=1" },
    /^FATHOM_API_BASE_URL must not have a \? or #/,
  ],
  [
    "a pace below nothing",
    { FATHOM_REQUESTS_PER_MINUTE: "-1" },
    /^FATHOM_REQUESTS_PER_MINUTE must be a whole number/,
  ],
  [
    "half a request",
    { FATHOM_HEAVY_REQUESTS_PER_MINUTE: "1.5" },
    /^FATHOM_HEAVY_REQUESTS_PER_MINUTE must be/,
  ],
  [
    "half a sign-in provider",
    { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "crm" },
    /^OIDC_CLIENT_SECRET is missing/,
  ],
  [
    "a Fathom over plain http",
    { FATHOM_API_BASE_URL: "http://api.fathom.ai" },
    /^FATHOM_API_BASE_URL must be https/,
  ],
  [
    "a Fathom on a private network",
    { FATHOM_API_BASE_URL: "https://10.0.0.1/v1" },
    /^FATHOM_API_BASE_URL must not be on a private/,
  ],
  [
    "a Fathom at a cloud's own address",
    { FATHOM_API_BASE_URL: "https://169.254.169.254" },
    /^FATHOM_API_BASE_URL must not be on a private/,
  ],
  [
    "a Fathom inside a mapped address",
    { FATHOM_API_BASE_URL: "https://[::ffff:10.0.0.1]" },
    /^FATHOM_API_BASE_URL must not be on a private/,
  ],
  [
    "a sign-in provider over plain http",
    { OIDC_ISSUER: "http://id.example", OIDC_CLIENT_ID: "crm", OIDC_CLIENT_SECRET: "of the provider" },
    /^OIDC_ISSUER must be https/,
  ],
  ["an unknown job engine", { JOBS: "bull" }, /^JOBS must be inngest or embedded/],
  [
    "an Inngest that is no address",
    { INNGEST_BASE_URL: "inngest" },
    /^INNGEST_BASE_URL must be a complete http/,
  ],
  [
    "an Inngest that would call the app at a path",
    { INNGEST_SERVE_ORIGIN: "https://crm.example.com/app" },
    /^INNGEST_SERVE_ORIGIN must be an address without a path/,
  ],
  [
    "an Inngest that would call the app in the clear",
    { INNGEST_SERVE_ORIGIN: "http://crm.example.com" },
    /^INNGEST_SERVE_ORIGIN must be https/,
  ],
  [
    "unsigned jobs on every interface",
    { INNGEST_DEV: "1", HOST: "0.0.0.0" },
    /^INNGEST_DEV must not be set with a HOST/,
  ],
  [
    "unsigned jobs on every interface of IPv6",
    { INNGEST_DEV: "http://localhost:8288", HOST: "::" },
    /^INNGEST_DEV must not be set with a HOST/,
  ],
  ["a schedule of six fields", { SYNC_CRON: "0 */30 * * * *" }, /^SYNC_CRON must be a cron expression/],
  ["a schedule out of range", { SYNC_CRON: "99 * * * *" }, /^SYNC_CRON must be a cron expression/],
  ["a schedule of words", { SYNC_CRON: "every half an hour please" }, /^SYNC_CRON must be a cron expression/],
  ["a schedule that never comes", { SYNC_CRON: "0 0 31 2 *" }, /^SYNC_CRON must be a cron expression/],
  [
    "an overlap of nothing",
    { SYNC_OVERLAP_HOURS: "0" },
    /^SYNC_OVERLAP_HOURS must be a whole number from 1 to 720/,
  ],
  ["an admin without an address", { ADMIN_EMAIL: "admin" }, /^ADMIN_EMAIL must be an e-mail address/],
  ["a short password", { ADMIN_PASSWORD: "secret" }, /^ADMIN_PASSWORD must have at least 12/],
  ["an unknown log level", { LOG_LEVEL: "loud" }, /^LOG_LEVEL must be/],
];

describe("the origin that an Inngest server calls", () => {
  it("is the one set for it, else that of the dashboard's address", () => {
    const originOf = (values: Record<string, string>) => environmentOf(values).inngest.serveOrigin;
    expect(originOf({})).toBe("http://localhost:3000");
    expect(originOf({ NEXTAUTH_URL: "http://crm.internal:3000/" })).toBe("http://crm.internal:3000");
    expect(originOf({ NEXTAUTH_URL: "http://crm.internal", INNGEST_SERVE_ORIGIN: "http://app:3000" })).toBe(
      "http://app:3000",
    );
  });

  it("may be unsigned on this machine alone", () => {
    expect(faultsOf({ INNGEST_DEV: "1", HOST: "127.0.0.1" })).toEqual([]);
    expect(faultsOf({ INNGEST_DEV: "1", HOST: "::1" })).toEqual([]);
    expect(faultsOf({ INNGEST_DEV: "0", HOST: "0.0.0.0" })).toEqual([]);
    expect(environmentOf({ INNGEST_DEV: "0" }).inngest).toMatchObject({ isDev: false, devUrl: null });
    expect(environmentOf({ INNGEST_DEV: "http://localhost:8288" }).inngest).toMatchObject({
      isDev: true,
      devUrl: "http://localhost:8288",
    });
  });
});

describe("parseEnvironment", () => {
  it.each(BAD)("says in one sentence what is wrong: %s", (_name, values, says) => {
    expect(faultsOf(values)).toEqual([expect.stringMatching(says)]);
  });

  it("says everything that is wrong at once", () => {
    const faults = faultsOf({
      DATABASE_URL: "mysql://localhost/x",
      DIRECT_DATABASE_URL: "localhost",
      PORT: "http",
      NEXTAUTH_URL: "crm.example.com",
      NEXTAUTH_SECRET: "the same, and too short",
      SETTINGS_ENCRYPTION_KEYS: "k1=short",
      AUDIT_HMAC_KEY: undefined,
      CRON_SECRET: "the same, and too short",
      FATHOM_API_BASE_URL: "x",
      FATHOM_REQUESTS_PER_MINUTE: "many",
      FATHOM_HEAVY_REQUESTS_PER_MINUTE: "some",
      JOBS: "bull",
      INNGEST_BASE_URL: "inngest",
      SYNC_CRON: "hourly",
      SYNC_OVERLAP_HOURS: "0",
      ADMIN_EMAIL: "admin",
      ADMIN_PASSWORD: "secret",
      LOG_LEVEL: "loud",
    });
    const named = faults.map((fault) => fault.split(/[ :]/)[0]);
    expect(named.toSorted()).toEqual(
      [
        "DATABASE_URL",
        "DIRECT_DATABASE_URL",
        "PORT",
        "NEXTAUTH_URL",
        "NEXTAUTH_SECRET",
        "SETTINGS_ENCRYPTION_KEYS",
        "AUDIT_HMAC_KEY",
        "CRON_SECRET",
        "CRON_SECRET",
        "FATHOM_API_BASE_URL",
        "FATHOM_REQUESTS_PER_MINUTE",
        "FATHOM_HEAVY_REQUESTS_PER_MINUTE",
        "JOBS",
        "INNGEST_BASE_URL",
        "SYNC_CRON",
        "SYNC_OVERLAP_HOURS",
        "ADMIN_EMAIL",
        "ADMIN_PASSWORD",
        "LOG_LEVEL",
      ].toSorted(),
    );
  });

  it("repeats no secret in what it says", () => {
    const secret = "hunter2-hunter2";
    const faults = faultsOf({
      DATABASE_URL: `mysql://u:${secret}@localhost/x`,
      NEXTAUTH_SECRET: secret,
      SETTINGS_ENCRYPTION_KEYS: `k1=${secret}`,
      AUDIT_HMAC_KEY: secret,
      CRON_SECRET: secret,
    });
    expect(faults.length).toBeGreaterThan(4);
    expect(faults.join("\n")).not.toContain(secret);
  });

  it("has a default for all that may be absent or empty", () => {
    const defaults = environmentOf({});
    expect(defaults).toEqual({
      databaseUrl: MINIMAL.DATABASE_URL,
      directDatabaseUrl: null,
      port: 3000,
      trustedProxies: { networks: [], hops: 0 },
      nextauthUrl: "http://localhost:3000",
      nextauthSecret: MINIMAL.NEXTAUTH_SECRET,
      settingsEncryptionKeys: [{ id: "k1", key: Buffer.from(keyOf(1), "base64") }],
      auditHmacKey: MINIMAL.AUDIT_HMAC_KEY,
      cronSecret: null,
      fathomApiBaseUrl: FATHOM_API_BASE_URL,
      fathomApiKey: null,
      fathomWebhookSecret: null,
      fathomRequestsPerMinute: 60,
      fathomHeavyRequestsPerMinute: 30,
      jobs: "embedded",
      inngest: {
        isDev: false,
        devUrl: null,
        serveOrigin: "http://localhost:3000",
        eventKey: null,
        signingKey: null,
        baseUrl: null,
      },
      oidc: null,
      syncCron: "*/30 * * * *",
      syncOverlapHours: 24,
      adminEmail: null,
      adminPassword: null,
      dataDir: ".data",
      logLevel: "info",
    });
    const names = ["PORT", "CRON_SECRET", "FATHOM_API_KEY", "JOBS", "SYNC_CRON", "ADMIN_EMAIL", "LOG_LEVEL"];
    expect(environmentOf(Object.fromEntries(names.map((name) => [name, " "])))).toEqual(defaults);
  });

  it("reads what is set", () => {
    expect(
      environmentOf({
        PORT: "8080",
        FATHOM_API_BASE_URL: "http://127.0.0.1:4010/external/v1//",
        FATHOM_API_KEY: " 4jmc-aeVcDemoKey-xvKAs\n",
        FATHOM_REQUESTS_PER_MINUTE: "0",
        SYNC_CRON: " 15 6 * * 1-5 ",
        SYNC_OVERLAP_HOURS: "720",
        LOG_LEVEL: "silent",
      }),
    ).toMatchObject({
      port: 8080,
      nextauthUrl: "http://localhost:8080",
      fathomApiBaseUrl: "http://127.0.0.1:4010/external/v1",
      fathomApiKey: "4jmc-aeVcDemoKey-xvKAs",
      fathomRequestsPerMinute: 0,
      syncCron: "15 6 * * 1-5",
      syncOverlapHours: 720,
      logLevel: "silent",
    });
  });

  it.each<[Record<string, string>, "inngest" | "embedded"]>([
    [{}, "embedded"],
    [{ INNGEST_DEV: "1" }, "inngest"],
    [{ INNGEST_DEV: "http://localhost:8288" }, "inngest"],
    [{ INNGEST_EVENT_KEY: "key" }, "inngest"],
    [{ INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(8)}` }, "inngest"],
    [{ INNGEST_DEV: "", INNGEST_EVENT_KEY: " " }, "embedded"],
    // An address alone says where, not that.
    [{ INNGEST_BASE_URL: "http://localhost:8288" }, "embedded"],
    [
      { JOBS: "embedded", INNGEST_DEV: "1", INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(8)}` },
      "embedded",
    ],
    [{ JOBS: "inngest" }, "inngest"],
  ])("chooses who runs the jobs: %j → %s", (values, jobs) => {
    expect(environmentOf(values).jobs).toBe(jobs);
  });

  /** As a public installation has them. */
  const RANDOM = {
    NEXTAUTH_URL: "https://crm.bedrijf.nl",
    NEXTAUTH_SECRET: "9vX2mQ7tLr5KzP1wYb8NcH4sJd6FgT3e",
    AUDIT_HMAC_KEY: "Zk3Wq8Rn5Tx1Vb7Mc2Lp9Hd4Js6Gf0Ya",
    SETTINGS_ENCRYPTION_KEYS: `k1=${createHash("sha256").update("random enough").digest("base64")}`,
  };

  it.each([
    ["sslmode=disable", "db.bedrijf.nl", false],
    ["ssl=false", "203.0.113.7", false],
    ["sslmode=disable", "db.bedrijf.svc", true],
    ["sslmode=disable", "10.0.0.5", true],
    ["sslmode=disable", "[fd00::1]", true],
    ["sslmode=disable&host=/run/postgresql", "localhost", true],
    ["sslmode=require", "db.bedrijf.nl", true],
    ["schema=koppeling", "db.bedrijf.nl", true],
  ])("takes a database by ?%s at %s: %s", (parameters, host, taken) => {
    for (const name of ["DATABASE_URL", "DIRECT_DATABASE_URL"]) {
      const url = `postgresql://u:p@${host}/koppeling?${parameters}`;
      const both = { DATABASE_URL: `postgresql://localhost/x?${parameters}`, [name]: url };
      expect(faultsOf(both)).toEqual(
        taken ? [] : [expect.stringMatching(new RegExp(`^${name} must not switch TLS off`))],
      );
    }
  });

  it("asks for TLS where the database is public and nothing is said of it", () => {
    const of = (url: string) => requireTlsInPublic(url);
    expect(of("postgresql://u:p@db.bedrijf.nl/x?schema=a")).toBe(
      "postgresql://u:p@db.bedrijf.nl/x?schema=a&sslmode=require",
    );
    for (const url of ["postgresql://u:p@db/x", "postgresql://u:p@db.bedrijf.nl/x?sslmode=verify-full"])
      expect(of(url)).toBe(url);
  });

  it("refuses two addresses that lead to two schemas, and files that are not there", () => {
    const url = "postgresql://u:p@localhost/x";
    expect(faultsOf({ DATABASE_URL: `${url}?schema=a`, DIRECT_DATABASE_URL: url })).toEqual([
      expect.stringMatching(/^DIRECT_DATABASE_URL must name the same \?schema=/),
    ]);
    expect(faultsOf({ DATABASE_URL: `${url}?sslrootcert=/no/such.pem` })).toEqual([
      expect.stringMatching(/^DATABASE_URL: The file that sslrootcert .* cannot be read/),
    ]);
  });

  it("takes a public installation that is well set up, and a careless one on one's own machine", () => {
    expect(faultsOf(RANDOM)).toEqual([]);
    const careless = {
      NEXTAUTH_SECRET: "x".repeat(40),
      INNGEST_DEV: "1",
      NEXTAUTH_URL: "http://192.168.1.5:3000",
    };
    expect(faultsOf(careless)).toEqual([]);
    expect(faultsOf({ FATHOM_API_BASE_URL: "http://127.0.0.1:4010/v1" })).toEqual([]);
  });

  it.each([
    ["plain http", { NEXTAUTH_URL: "http://crm.bedrijf.nl" }, /^NEXTAUTH_URL must be https/],
    ["plain http by number", { NEXTAUTH_URL: "http://203.0.113.7:3000" }, /^NEXTAUTH_URL must be https/],
    ["Inngest's dev mode", { INNGEST_DEV: "1" }, /^INNGEST_DEV must not be set/],
    [
      "the sandbox",
      { FATHOM_API_BASE_URL: "http://127.0.0.1:4010/v1" },
      /^FATHOM_API_BASE_URL must not be a sandbox/,
    ],
    [
      "the sandbox in another spelling",
      { FATHOM_API_BASE_URL: "http://0x7f.1/v1" },
      /^FATHOM_API_BASE_URL must not be a sandbox/,
    ],
    [
      "the example's secret",
      { NEXTAUTH_SECRET: "change-me-to-at-least-32-random-characters" },
      /^NEXTAUTH_SECRET is not random/,
    ],
    ["one letter", { AUDIT_HMAC_KEY: "x".repeat(40) }, /^AUDIT_HMAC_KEY is not random/],
    [
      "the example's key",
      { SETTINGS_ENCRYPTION_KEYS: "k1=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" },
      /^SETTINGS_ENCRYPTION_KEYS: the key "k1" is not random/,
    ],
  ])("refuses on a public address: %s", (_name, values, says) => {
    expect(faultsOf({ ...RANDOM, ...values })).toEqual([expect.stringMatching(says)]);
  });
});
