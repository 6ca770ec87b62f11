import { MAX_WEBHOOK_BYTES } from "@koppeling/api/features/webhooks/receive-webhook";

/** What a route takes. The front door holds everybody to it before Next sees a request. */
export type RouteLimits = {
  methods: readonly string[];
  /** Of a body, in bytes; GET and HEAD have none. */
  maxBytes: number;
  /** From the first byte of a request until the last one of its body. */
  readWithinMs: number;
  /** The only type of a body, when there is only one. */
  contentType?: string;
  /** Without these the route refuses whatever the body is, so none is kept. */
  neededHeaders?: readonly string[];
};

const KIB = 1024;
const READ_WITHIN_MS = 10_000;
const noBody = { maxBytes: 0, readWithinMs: READ_WITHIN_MS };

/** Pages, files, and addresses that nobody made a rule for: to look at only. */
const defaultLimits: RouteLimits = { methods: ["GET", "HEAD"], ...noBody };

/** Every folder under app with a route.ts. */
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

const patterns = Object.entries(routeLimits).map(([route, limits]) => {
  const pattern = route
    .split("/")
    .map((part) => (part.startsWith("[...") ? ".+" : part.startsWith("[") ? "[^/]+" : part))
    .join("/");
  return { pattern: new RegExp(`^${pattern}/?$`), limits };
});

/** @param pathname as it was sent: one that is spelled otherwise is no route that takes a body. */
export function findRouteLimits(pathname: string): RouteLimits {
  return patterns.find(({ pattern }) => pattern.test(pathname))?.limits ?? defaultLimits;
}
