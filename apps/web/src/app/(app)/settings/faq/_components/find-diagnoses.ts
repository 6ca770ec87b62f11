import { type SettingsTab, settingsHref } from "@/lib/settings-href";

/** What is looked at, in the order in which one thing needs the other. */
type DiagnosisKind = "key" | "reps" | "sync" | "matching" | "schedule" | "realtime";

export type Diagnosis = {
  kind: DiagnosisKind;
  /** The sentence is `faq.state.<kind>.<state>`; `ok` needs nobody. */
  state:
    | "ok"
    | "missing"
    | "refused"
    | "untested"
    | "failed"
    | "none"
    | "nothing"
    | "late"
    | "silent"
    | "off";
  /** The server's own words for what went wrong. */
  detail: string | null;
  /** Where it is mended. */
  href: string;
};

type Facts = {
  settings: {
    hasApiKey: boolean;
    connectionStatus: "connected" | "error" | "not_configured";
    lastError: string | null;
    settingsKeyProblem: string | null;
  };
  overview: { reps: number; ledger: { recordings: number; imported: number }; lastSuccessAt: Date | null };
  lastRun: { runId: string; status: string; message: string } | null;
  problems: readonly string[];
  realtime: { on: boolean; lastEventAt: Date | null };
};

const tab = (name: SettingsTab) => settingsHref(name);

/** The troubles that people ask about, held against this installation. Pure. */
export function findDiagnoses({ settings, overview, lastRun, problems, realtime }: Facts): Diagnosis[] {
  const say = (
    kind: DiagnosisKind,
    state: Diagnosis["state"],
    href: string,
    detail: string | null = null,
  ): Diagnosis => ({ kind, state, href, detail });
  const { ledger } = overview;
  return [
    settings.settingsKeyProblem !== null || settings.connectionStatus === "error"
      ? say("key", "refused", tab("connection"), settings.settingsKeyProblem ?? settings.lastError)
      : !settings.hasApiKey
        ? say("key", "missing", tab("connection"))
        : say("key", settings.connectionStatus === "connected" ? "ok" : "untested", tab("connection")),
    say("reps", overview.reps === 0 ? "none" : "ok", "/reps"),
    lastRun === null
      ? say("sync", "none", tab("sync"))
      : lastRun.status === "failed"
        ? say("sync", "failed", `${tab("sync")}&run=${lastRun.runId}`, lastRun.message)
        : say("sync", "ok", tab("sync")),
    say("matching", ledger.recordings > 0 && ledger.imported === 0 ? "nothing" : "ok", "/skipped"),
    say("schedule", problems.includes("sync_late") ? "late" : "ok", tab("sync")),
    say(
      "realtime",
      !realtime.on ? "off" : realtime.lastEventAt === null ? "silent" : "ok",
      settingsHref("connection", "realtime"),
    ),
  ];
}
