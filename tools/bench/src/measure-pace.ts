import { type Sandbox, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { runReconcile } from "@koppeling/api/features/reconcile/run-reconcile";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { createBenchDatabase } from "./bench-database";
import { benchWorld } from "./create-items";
import { printTable } from "./report";

/** Fathom's own, in real time: its answers name whole seconds, which a scaled minute would blow up. */
const LIMITS = { light: 60, heavy: 30, windowMs: 60_000 };
const PER_PAGE = 10;

/**
 * How much of Fathom's ceiling a paced backfill uses, against the sandbox's own limiter: pages with content (heavy),
 * and a reconcile's listing of the same recordings (light).
 * @param windows so many full minutes of each
 */
export async function measurePace(adminUrl: string, windows: number): Promise<void> {
  const rows: string[][] = [];
  const heavy = LIMITS.heavy * windows + 1;
  rows.push(
    await measureClass(adminUrl, "heavy", heavy, async (deps, from) => {
      await runSync(deps, { trigger: "cli", from });
    }),
  );
  const light = LIMITS.light * windows + 1;
  rows.push(
    await measureClass(adminUrl, "light", light, async (deps, from) => {
      // What is stored already needs no fetching, so that only the listing is measured.
      Object.assign(deps.config, { fathomRequestsPerMinute: 0, fathomHeavyRequestsPerMinute: 0 });
      await runSync(deps, { trigger: "cli", from });
      Object.assign(deps.config, { fathomRequestsPerMinute: LIMITS.light });
      await runReconcile(deps, { days: Math.ceil((Date.now() - from.getTime()) / 86_400_000) });
    }),
  );
  printTable(
    `A paced backfill against Fathom's limits (${windows} minutes of each, after the first burst)`,
    ["requests", "Fathom's limit", "requests made", "of the limit used", "answered 429"],
    rows,
  );
  console.log("Goal: at least 95 % of each, and no 429.");
}

type Deps = Awaited<ReturnType<typeof createBenchDatabase>>["deps"];

async function measureClass(
  adminUrl: string,
  requestClass: "light" | "heavy",
  pages: number,
  work: (deps: Deps, from: Date) => Promise<void>,
): Promise<string[]> {
  const world = benchWorld(pages * PER_PAGE, 4);
  const sandbox = await startSandbox({ world, limits: requestClass === "heavy" ? LIMITS : null });
  try {
    await using database = await createBenchDatabase(adminUrl, {
      fathomUrl: sandbox.url,
      environment: {
        FATHOM_REQUESTS_PER_MINUTE: String(LIMITS.light),
        FATHOM_HEAVY_REQUESTS_PER_MINUTE: String(LIMITS.heavy),
      },
    });
    const oldest = world
      .list(new Date())
      .reduce((min, { createdAt }) => Math.min(min, createdAt.getTime()), Date.now());
    await work(database.deps, new Date(oldest - 60_000));
    return describe(sandbox, requestClass);
  } finally {
    await sandbox.stop();
  }
}

/** From one burst's first request to another's lie so many whole windows of ours: that is the pace that is kept. */
function describe(sandbox: Sandbox, requestClass: "light" | "heavy"): string[] {
  const limit = LIMITS[requestClass];
  const asked = sandbox.requests.filter(
    (request) => request.class === requestClass && request.path === "/meetings",
  );
  const refused = asked.filter(({ status }) => status === 429).length;
  const times = asked.filter(({ status }) => status === 200).map(({ at }) => at.getTime());
  const counted = Math.floor((times.length - 1) / limit) * limit;
  const elapsed = (times[counted] ?? Number.NaN) - (times[0] ?? Number.NaN);
  const used = counted / limit / (elapsed / LIMITS.windowMs);
  return [
    requestClass,
    `${limit} a minute`,
    String(asked.length),
    `${(used * 100).toFixed(1)} %`,
    String(refused),
  ];
}
