import path from "node:path";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { passivePolicy, securityHeaders } from "./src/server/security-headers";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
  // Parsed when the app is built, so that browsers need no parser for the catalogues.
  experimental: { messages: { path: "./messages", locales: ["nl", "en"], format: "json", precompile: true } },
});

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
