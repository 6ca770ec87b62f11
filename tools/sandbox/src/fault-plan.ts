/** What can go wrong on request. A plan by seed can be laid over this list later. */
export const FAULT_KINDS = [
  "status_400",
  "status_401",
  "status_403",
  "status_404",
  "status_408",
  "status_410",
  "status_429_seconds",
  "status_429_date",
  "status_429_bare",
  "status_500",
  "status_502",
  "status_503",
  "status_504",
  /** 200 with HTML. */
  "html",
  "cut_json",
  "empty_body",
  /** A good answer, with the headers that the fault's options name. */
  "headers",
  /** A good answer behind a byte order mark. */
  "bom",
  /** A good answer, compressed unasked. */
  "gzip",
  /** The socket breaks in the middle of the body. */
  "reset",
  /** No headers, ever. */
  "hang",
  /** The headers and one byte, and then nothing. */
  "stalled_body",
  /** One byte at a time. */
  "slow_body",
  "endless_body",
  "redirect",
  /** The next cursor leads to the same page once more. Lists of meetings only, like those below. */
  "duplicate_page",
  /** The next cursor is the one of this page. */
  "looping_cursor",
  "empty_page_with_cursor",
  /** Meetings without id, with wrong types and null, among the good ones. */
  "odd_item",
  /** The first meeting of the page comes a second time. */
  "duplicate_item",
  /** The end of the list has no next_cursor at all, or "" (each in turn). */
  "blank_end",
  /** 400 on a cursor. */
  "expired_cursor",
  /** From now on 401 to every request, until `clear`. */
  "revoked_key",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
export type FaultOptions = {
  /** For 429 and 503: the wait that Retry-After tells; default 7. */
  seconds?: number;
  /** Only for requests whose path ends like this, for example "/summary". */
  path?: string;
  /** Laid over the headers of the answer, such as an absurd Retry-After. */
  headers?: Record<string, string>;
};
export type Fault = {
  kind: FaultKind;
  seconds: number;
  path: string | null;
  headers: Record<string, string>;
};
export type FaultPlan = {
  /** The next request that the fault can hit gets it; `times` such requests in a row. Default 1. */
  next(kind: FaultKind, times?: number, options?: FaultOptions): void;
  /** Every request that the fault can hit gets it, until `clear`. */
  always(kind: FaultKind, options?: FaultOptions): void;
  clear(): void;
  /** How many requests each fault has hit. */
  readonly hits: ReadonlyMap<FaultKind, number>;
  /** For the server: the fault for this request, which is thereby used up. */
  take(request: { path: string; isMeetingList: boolean; hasCursor: boolean }): Fault | null;
};

const LIST_ONLY: ReadonlySet<FaultKind> = new Set([
  "duplicate_page",
  "looping_cursor",
  "empty_page_with_cursor",
  "odd_item",
  "duplicate_item",
  "blank_end",
  "expired_cursor",
]);

export function createFaultPlan(): FaultPlan {
  const queue: Fault[] = [];
  const standing: Fault[] = [];
  const hits = new Map<FaultKind, number>();
  const toFault = (kind: FaultKind, options: FaultOptions = {}): Fault => ({
    kind,
    seconds: options.seconds ?? 7,
    path: options.path ?? null,
    headers: options.headers ?? {},
  });
  return {
    hits,
    next: (kind, times = 1, options) => {
      const fault = toFault(kind, options);
      if (kind === "revoked_key") standing.unshift(fault);
      else for (let count = 0; count < times; count += 1) queue.push(fault);
    },
    always: (kind, options) => {
      standing.push(toFault(kind, options));
    },
    clear: () => {
      queue.length = 0;
      standing.length = 0;
    },
    take: (request) => {
      const canHit = (fault: Fault): boolean =>
        (fault.path === null || request.path.endsWith(fault.path)) &&
        (request.isMeetingList || !LIST_ONLY.has(fault.kind)) &&
        (request.hasCursor || fault.kind !== "expired_cursor");
      const queued = queue.findIndex(canHit);
      const fault = queued === -1 ? standing.find(canHit) : queue.splice(queued, 1)[0];
      if (!fault) return null;
      hits.set(fault.kind, (hits.get(fault.kind) ?? 0) + 1);
      return fault;
    },
  };
}
