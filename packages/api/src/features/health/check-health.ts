import { explainDoors, readDoors } from "@koppeling/db/close-database";
import { type Deps } from "../../deps";
import { loadSettings } from "../settings/load-settings";
import { loadLastCheck } from "./check-consistency.job";
import { checkLastSync } from "./check-last-sync";

export type HealthCheck = {
  name: "database" | "migrations" | "access" | "settings_key" | "jobs" | "last_sync" | "accounts";
  ok: boolean;
  detail: string;
};

/** The check is done each hour. */
const CHECK_HOLDS_MS = 3 * 3_600_000;

/** How long an answer is good for whoever asks next. */
const REPORT_HOLDS_MS = 5_000;

type HealthReport = Awaited<ReturnType<typeof checkHealth>>;

const reports = new WeakMap<Deps["db"], { report: Promise<HealthReport>; until: number }>();

/**
 * {@link checkHealth} for whoever may ask as often as they like: one look at a time, however many ask, and none within
 * five seconds of the last.
 */
export function checkHealthForAnyone(deps: Deps): Promise<HealthReport> {
  const now = deps.clock.now().getTime();
  const known = reports.get(deps.db);
  if (known && now < known.until) return known.report;
  const entry = { report: checkHealth(deps), until: Number.POSITIVE_INFINITY };
  reports.set(deps.db, entry);
  entry.report.then(
    () => (entry.until = deps.clock.now().getTime() + REPORT_HOLDS_MS),
    () => (entry.until = 0),
  );
  return entry.report;
}

/** What an installation needs to do its work, each checked against the database itself rather than the scheduler's word. */
export async function checkHealth(deps: Deps): Promise<{ ok: boolean; checks: HealthCheck[] }> {
  const checks: HealthCheck[] = [];
  const check = async (name: HealthCheck["name"], look: () => Promise<{ ok: boolean; detail: string }>) => {
    try {
      checks.push({ name, ...(await look()) });
    } catch (error) {
      deps.log.warn({ check: name, err: error }, "a health check could not be done");
      checks.push({ name, ok: false, detail: "The database does not answer." });
    }
  };
  await check("database", async () => {
    await deps.db.pool.query("SELECT 1");
    return { ok: true, detail: "The database answers." };
  });
  await check("migrations", async () => {
    const { rows } = await deps.db.pool.query<{ failed: number }>(
      "SELECT count(*)::int AS failed FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL",
    );
    const failed = rows[0]?.failed ?? 0;
    return {
      ok: failed === 0,
      detail: failed === 0 ? "All migrations are applied." : `${failed} migrations have failed.`,
    };
  });
  await check("access", async () => {
    const doors = await readDoors(deps.db.pool);
    return {
      ok: doors.length === 0,
      detail: doors.length === 0 ? "The tables are closed to all but their owner." : explainDoors(doors),
    };
  });
  await check("settings_key", async () => {
    const { keyProblem } = await loadSettings(deps);
    return {
      ok: keyProblem === null,
      detail:
        keyProblem === null
          ? "The stored secrets can be opened."
          : `The stored secrets need the key "${keyProblem.keyId ?? "?"}".`,
    };
  });
  checks.push({ name: "jobs", ok: true, detail: `Jobs are run by: ${deps.jobs.kind}.` });
  await check("accounts", async () => {
    const last = await loadLastCheck(deps);
    if (!last) return { ok: true, detail: "The accounts have not been looked at yet." };
    if (last.first !== null)
      return { ok: false, detail: `${last.faults} accounts do not add up, for one: ${last.first}.` };
    const isRecent = deps.clock.now().getTime() - last.at.getTime() < CHECK_HOLDS_MS;
    return isRecent
      ? { ok: true, detail: "Every recording is accounted for." }
      : { ok: false, detail: `The accounts were last looked at ${last.at.toISOString()}.` };
  });
  await check("last_sync", async () => {
    const { ok, detail } = await checkLastSync(deps);
    return { ok, detail };
  });
  return { ok: checks.every(({ ok }) => ok), checks };
}
