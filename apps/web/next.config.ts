import path from "node:path";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
  // Parsed when the app is built, so that browsers need no parser for the catalogues.
  experimental: { messages: { path: "./messages", locales: ["nl", "en"], format: "json", precompile: true } },
});

/** Headers of every answer, also of static files and API routes; proxy.ts adds the per-request policy of pages. */
const securityHeaders = [
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "X-Frame-Options", value: "DENY" },
];

/** Answers that run no scripts; pages get their own policy, with a nonce, from proxy.ts. */
const passivePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  transpilePackages: ["@koppeling/api", "@koppeling/db", "@koppeling/fathom"],
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "inngest",
    "pg",
    "pino",
    "undici",
  ],
  poweredByHeader: false,
  // A webhook's sender takes a redirect for a failure, so an address with a slash at its end is answered as it is.
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  // Nothing is resized here, so the library for it need not travel along.
  outputFileTracingExcludes: {
    "**": ["../../node_modules/.pnpm/@img+*/**", "../../node_modules/.pnpm/sharp@*/**"],
  },
  // `npm test` checks the types; a start on a new machine need not wait for that once more.
  typescript: { ignoreBuildErrors: true },
  // The dev server would otherwise write instruction files for editors into this folder.
  agentRules: false,
  // Names of classes and functions stay as written: they are in the log, and in what errors say of themselves.
  experimental: { serverMinification: false },
  // The tab stays in the query, as the address of old; each is a page.
  rewrites: async () => ({
    beforeFiles: [
      {
        source: "/settings",
        has: [
          { type: "query" as const, key: "tab", value: "sync" },
          { type: "query" as const, key: "run" },
        ],
        destination: "/settings/sync/run",
      },
      ...["sync", "users", "audit", "faq"].map((tab) => ({
        source: "/settings",
        has: [{ type: "query" as const, key: "tab", value: tab }],
        destination: `/settings/${tab}`,
      })),
    ],
    afterFiles: [],
    fallback: [],
  }),
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    { source: "/api/:path*", headers: [{ key: "Content-Security-Policy", value: passivePolicy }] },
  ],
};

export default withNextIntl(config);
