import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { parseEnvironment } from "@koppeling/api/environment";
import { describeError } from "../describe-error";
import { findPendingMigrations, type OpenDatabase, openDatabase } from "../open-database";
import { loadForCommand, withDatabase, withFathom } from "../open-installation";
import type { Output } from "../output";
import {
  checkDatabaseAccess,
  checkDatabaseTls,
  checkFathom,
  checkProxies,
  checkJobs,
  checkSyncing,
  checkLedger,
  checkReps,
  checkSettingsKey,
} from "./doctor-checks";

export interface Finding {
  name: string;
  /** `warning`: worth knowing, and nothing is broken. */
  verdict: "ok" | "warning" | "wrong";
  detail: string;
}

const MARKS: Record<Finding["verdict"], string> = { ok: "✓", warning: "!", wrong: "✗" };

/** Stands in while there is no database, so that the rest of the environment can still be judged. */
const NO_DATABASE = "postgresql://127.0.0.1/none";

async function openOrExplain(
  loaded: Awaited<ReturnType<typeof loadForCommand>>,
  findings: Finding[],
): Promise<OpenDatabase | null> {
  try {
    const database = await openDatabase(loaded);
    const pending = await findPendingMigrations(loaded.rootDir, database.directUrl);
    findings.push({ name: "database", verdict: "ok", detail: `It answers (${database.about}).` });
    const unproven = checkDatabaseTls(database.url);
    if (unproven) findings.push(unproven);
    findings.push(
      pending.length === 0
        ? { name: "migrations", verdict: "ok", detail: "All are applied." }
        : {
            name: "migrations",
            verdict: "wrong",
            detail: `Missing: ${pending.join(", ")}. Run: npm run koppeling -- migrate`,
          },
    );
    if (pending.length === 0) {
      await look(findings, "database access", () => checkDatabaseAccess(database.directUrl));
      return database;
    }
    await database.stop();
  } catch (error) {
    findings.push({ name: "database", verdict: "wrong", detail: describeError(error) });
  }
  return null;
}

/** A check that itself fails is a finding like any other. */
async function look(findings: Finding[], name: string, check: () => Promise<Finding>): Promise<void> {
  try {
    findings.push(await check());
  } catch (error) {
    findings.push({ name, verdict: "wrong", detail: describeError(error) });
  }
}

async function examine(deps: Deps, findings: Finding[]): Promise<void> {
  await look(findings, "settings key", () => checkSettingsKey(deps));
  await look(findings, "fathom", () => checkFathom(deps));
  await look(findings, "jobs", () => checkJobs(deps));
  await look(findings, "proxies", () => checkProxies(deps));
  await look(findings, "last sync", () => checkSyncing(deps));
  await look(findings, "accounts", () => checkLedger(deps));
  await look(findings, "sales reps", () => checkReps(deps));
}

async function collectFindings(): Promise<Finding[]> {
  const findings: Finding[] = [];
  const found = await loadForCommand();
  const parsed = parseEnvironment({ DATABASE_URL: NO_DATABASE, ...found.values });
  if (parsed.ok) findings.push({ name: "environment", verdict: "ok", detail: "Every variable makes sense." });
  else for (const detail of parsed.faults) findings.push({ name: "environment", verdict: "wrong", detail });

  const database = await openOrExplain(found, findings);
  if (!database) return findings;
  try {
    if (!parsed.ok) return findings;
    const loaded = withDatabase(found, database);
    const deps = createDeps({ ...parsed.environment, databaseUrl: database.url, logLevel: "fatal" });
    try {
      await withFathom({ loaded, database, deps }, (installation) => examine(installation.deps, findings));
    } finally {
      await closeDeps(deps);
    }
  } finally {
    await database.stop();
  }
  return findings;
}

/** `doctor`: says everything that is wrong with this installation. */
export async function doctorCommand(): Promise<Output> {
  const findings = await collectFindings();
  const wrong = findings.filter(({ verdict }) => verdict === "wrong").length;
  const lines = findings.map(({ name, verdict, detail }) => `${MARKS[verdict]} ${name}: ${detail}`);
  const conclusion =
    wrong === 0 ? "Nothing is wrong." : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong.`;
  return {
    json: { ok: wrong === 0, findings },
    text: `${lines.join("\n")}\n\n${conclusion}`,
    exitCode: wrong === 0 ? 0 : 1,
  };
}
