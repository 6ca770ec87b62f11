import { MAX_WEBHOOK_BYTES } from "@koppeling/api/features/webhooks/receive-webhook";

/** What a route accepts. The front door enforces it before Next sees a request. */
export type RouteLimits = {
  methods: readonly string[];
  /** The largest body in bytes. Requests by GET and HEAD have none. */
  maxBytes: number;
  /** The longest time from the first byte of a request to the last byte of its body. */
  readWithinMs: number;
  /** The content type that a body must have; without it any is accepted. */
  contentType?: string;
  /** The route refuses requests without these, so their bodies are not kept. */
  neededHeaders?: readonly string[];
};

const KIB = 1024;
const READ_WITHIN_MS = 10_000;
const noBody = { maxBytes: 0, readWithinMs: READ_WITHIN_MS };

/** For pages, files and all other addresses: reading only. */
const defaultLimits: RouteLimits = { methods: ["GET", "HEAD"], ...noBody };

/** One entry for each folder under app with a route.ts. */
export const routeLimits: Record<string, RouteLimits> = {
  "/api/auth/[...nextauth]": {
    methods: ["GET", "POST"],
    maxBytes: 16 * KIB,
    readWithinMs: READ_WITHIN_MS,
    contentType: "application/x-www-form-urlencoded",
  },
  "/api/cron/sync-fathom": {
    methods: ["GET", "POST"],
    maxBytes: 16 * KIB,
    readWithinMs: READ_WITHIN_MS,
  },
  "/api/export/audit": { methods: ["GET"], ...noBody },
  "/api/export/calls": { methods: ["GET"], ...noBody },
  "/api/health": { methods: ["GET", "HEAD"], ...noBody },
  // What the steps of a run reported so far: ids and counts of some four hundred steps. It is parsed before its signature
  // can be checked.
  "/api/inngest": {
    methods: ["GET", "POST", "PUT"],
    maxBytes: KIB * KIB,
    readWithinMs: READ_WITHIN_MS,
    contentType: "application/json",
  },
  "/api/trpc/[trpc]": {
    methods: ["GET", "POST"],
    maxBytes: 256 * KIB,
    readWithinMs: READ_WITHIN_MS,
    contentType: "application/json",
  },
  "/api/webhooks/fathom": {
    methods: ["POST"],
    maxBytes: MAX_WEBHOOK_BYTES,
    readWithinMs: 30_000,
    neededHeaders: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  },
};

/** A file of ten thousand reps, with all the columns that Microsoft 365 writes, is more than any other call of a procedure brings. */
const CSV_IMPORT = "/api/trpc/salesReps.importCsv";
const MAX_CSV_BYTES = 10 * KIB * KIB;

const patterns = Object.entries(routeLimits).map(([route, limits]) => {
  const pattern = route
    .split("/")
    .map((part) => (part.startsWith("[...") ? ".+" : part.startsWith("[") ? "[^/]+" : part))
    .join("/");
  return { pattern: new RegExp(`^${pattern}/?$`), limits };
});

/** @param pathname as it was sent; another spelling of a route gets the default limits, which accept no body */
export function findRouteLimits(pathname: string): RouteLimits {
  const limits = patterns.find(({ pattern }) => pattern.test(pathname))?.limits ?? defaultLimits;
  return pathname === CSV_IMPORT ? { ...limits, maxBytes: MAX_CSV_BYTES } : limits;
}
