import type { Deps } from "@koppeling/api/deps";
import { SYSTEM } from "@koppeling/api/context";
import { listSalesReps } from "@koppeling/api/features/sales-reps/list-sales-reps";
import { loadSettings } from "@koppeling/api/features/settings/load-settings";
import { testConnection } from "@koppeling/api/features/connections/test-connection";
import { checkConsistency } from "@koppeling/api/features/health/check-consistency";
import { checkLastSync } from "@koppeling/api/features/health/check-last-sync";
import { loadProxyFault } from "@koppeling/api/features/health/note-proxy-fault";
import { explainDoors, findOpenDoors } from "@koppeling/db/close-database";
import { readDatabaseUrl } from "@koppeling/db/read-database-url";
import type { Finding } from "./doctor";

const INNGEST_DEV_SERVER = "http://127.0.0.1:8288";

/** Whether the stored secrets can be opened. */
export async function checkSettingsKey(deps: Deps): Promise<Finding> {
  const { keyProblem } = await loadSettings(deps);
  if (!keyProblem) return { name: "settings key", verdict: "ok", detail: "The stored secrets can be read." };
  return {
    name: "settings key",
    verdict: "wrong",
    detail:
      `The stored secrets were sealed with the key "${keyProblem.keyId ?? "?"}", and SETTINGS_ENCRYPTION_KEYS does ` +
      "not hold it. Put it back, or save the API key again.",
  };
}

/** Whether anybody but the owner, such as Supabase's Data API, can read the tables. */
export async function checkDatabaseAccess(url: string): Promise<Finding> {
  const doors = await findOpenDoors({ url });
  const name = "database access";
  if (doors.length === 0)
    return { name, verdict: "ok", detail: "The tables are closed to all but their owner." };
  return { name, verdict: "wrong", detail: explainDoors(doors) };
}

/** Whether somebody between us and the database could pass for it. */
export function checkDatabaseTls(url: string): Finding | null {
  const { ssl } = readDatabaseUrl(url).config;
  if (typeof ssl !== "object" || ssl.rejectUnauthorized !== false) return null;
  return {
    name: "database encryption",
    verdict: "warning",
    detail:
      "The way to the database is encrypted, but nothing proves whose server answers (sslmode=require). " +
      "sslmode=verify-full does, with sslrootcert= where the authority is a private one.",
  };
}

/** Whether Fathom can be reached, and takes the key. */
export async function checkFathom(deps: Deps): Promise<Finding> {
  const { success, message } = await testConnection(deps, { actor: SYSTEM, locale: "en" });
  return { name: "fathom", verdict: success ? "ok" : "wrong", detail: message };
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false; // whatever the reason: it is not there for us
  }
}

/** Whether somebody runs the jobs. */
export async function checkJobs(deps: Deps): Promise<Finding> {
  const { jobs, inngest } = deps.config;
  if (jobs === "embedded") {
    return { name: "jobs", verdict: "ok", detail: "The dashboard runs them itself, for as long as it runs." };
  }
  const wrong = (detail: string): Finding => ({ name: "jobs", verdict: "wrong", detail });
  const server = inngest.baseUrl ?? (inngest.isDev ? (inngest.devUrl ?? INNGEST_DEV_SERVER) : null);
  if (!server && !(inngest.eventKey && inngest.signingKey)) {
    return wrong("Inngest needs both INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.");
  }
  if (server && !(await answers(server)))
    return wrong(`Inngest cannot be reached at ${server}. Does it run?`);
  return { name: "jobs", verdict: "ok", detail: `Inngest runs them${server ? ` (${server})` : ""}.` };
}

/** Whether X-Forwarded-For comes from machines that TRUSTED_PROXIES does not name: then all clients count as one. */
export async function checkProxies(deps: Deps): Promise<Finding> {
  const fault = await loadProxyFault(deps);
  const name = "proxies";
  if (!fault) return { name, verdict: "ok", detail: "Nobody forwards who is not trusted." };
  const { peer, at } = fault;
  const when = at.toISOString();
  return fault.fault === "untrusted"
    ? {
        name,
        verdict: "warning",
        detail:
          `X-Forwarded-For came from ${peer} (${when}), which TRUSTED_PROXIES does not name, so it was not believed. ` +
          `If that is your proxy, set TRUSTED_PROXIES=${peer}: without it all who come by it count as one client.`,
      }
    : {
        name,
        verdict: "warning",
        detail: `The proxy ${peer} wrote no address into X-Forwarded-For (${when}), so all who come by it count as one client.`,
      };
}

/** Whether syncing has gone on until now, by the same rule as the health page. */
export async function checkSyncing(deps: Deps): Promise<Finding> {
  const { ok, detail, lastSuccessAt } = await checkLastSync(deps);
  const hint = lastSuccessAt ? "Is the dashboard, or Inngest, running?" : "Run: npm run koppeling -- sync";
  return { name: "last sync", verdict: ok ? "ok" : "wrong", detail: ok ? detail : `${detail} ${hint}` };
}

/** Whether every recording is accounted for: runs, ledger, calls and transcripts against each other. */
export async function checkLedger(deps: Deps): Promise<Finding> {
  const faults = await checkConsistency(deps);
  if (faults.length === 0)
    return { name: "accounts", verdict: "ok", detail: "Every recording is accounted for." };
  const shown = faults.slice(0, 5).map(({ check, subject, detail }) => `${check} ${subject} (${detail})`);
  return {
    name: "accounts",
    verdict: "wrong",
    detail: `${faults.length} do not add up: ${shown.join("; ")}. Run: npm run koppeling -- reconcile`,
  };
}

/** Whether Fathom knows the sales reps by the addresses that they have here. */
export async function checkReps(deps: Deps): Promise<Finding> {
  const active = (await listSalesReps(deps)).filter((rep) => rep.archivedAt === null);
  if (active.length === 0) {
    const detail = "There are none, so every recording is skipped. Run: npm run koppeling -- reps import";
    return { name: "sales reps", verdict: "wrong", detail };
  }
  const unseen = active.filter((rep) => rep.lastSeenAt === null && rep.callCount === 0);
  if (unseen.length === 0) {
    return {
      name: "sales reps",
      verdict: "ok",
      detail: `Fathom has shown recordings of all ${active.length}.`,
    };
  }
  const names = unseen.map(({ name, email }) => `${name} <${email}>`).join(", ");
  return {
    name: "sales reps",
    verdict: "warning",
    detail: `Fathom has shown no recording of ${names}. Do they record under another address, or in a team that the key does not see?`,
  };
}
