/** Values for every variable without a default; a test adds the addresses of its own database and sandbox. */
export const testEnvironment: Record<string, string> = {
  DATABASE_URL: "postgresql://localhost/none",
  NEXTAUTH_SECRET: "test-session-secret-0123456789abcdefghij",
  SETTINGS_ENCRYPTION_KEYS: `test1=${Buffer.alloc(32, 7).toString("base64")}`,
  AUDIT_HMAC_KEY: "test-audit-key-0123456789abcdefghijklmnop",
  FATHOM_REQUESTS_PER_MINUTE: "0",
  FATHOM_HEAVY_REQUESTS_PER_MINUTE: "0",
  JOBS: "embedded",
  LOG_LEVEL: "silent",
};
