import { readFileSync } from "node:fs";
import path from "node:path";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { startTestSession } from "@koppeling/testing/start-test-session";
import { createWorld } from "@koppeling/sandbox/create-world";
import { type CallPatch } from "@koppeling/sandbox/make-call";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { describe, expect, it } from "vitest";
import { type Deps } from "./deps";
import { jobs } from "./jobs";
import { limitAttempts } from "./limit-attempts";
import { verifyCredentials } from "./features/users/verify-credentials";
import { processWebhook } from "./features/webhooks/process-webhook";

/** Until when the rows of each table stay: a job removes them, they go with another table's, or why they stay for good. */
const ROWS: Record<string, { job: string } | { with: string } | { forGood: string }> = {
  users: { forGood: "made by admins; who has left stays named in what they did" },
  user_invites: { job: "prune-sign-ins" },
  sessions: { job: "prune-sign-ins" },
  ended_sessions: { forGood: "nothing writes to it any more; it is dropped in the next release" },
  known_devices: { job: "prune-sign-ins" },
  user_notices: { job: "prune-sign-ins" },
  second_factors: { with: "users" },
  recovery_codes: { with: "users" },
  system_settings: { forGood: "one row for each setting that there is" },
  audit_logs: { job: "prune-audit" },
  sales_reps: { forGood: "made by admins" },
  sales_rep_aliases: { with: "sales_reps" },
  recordings: { forGood: "the promise itself: what Fathom ever showed is accounted for" },
  ledger_counts: { forGood: "one row for each decision and reason that there is" },
  calls: { forGood: "the CRM's own rows; what was said in them goes by the retention" },
  transcripts: { job: "prune-content" },
  call_search: { with: "calls" },
  call_search_queue: { job: "index-search" },
  search_words: { job: "prune-words" },
  call_content: { with: "calls" },
  webhook_events: { job: "prune-webhooks" },
  sync_runs: { job: "prune-runs" },
  sync_run_recordings: { with: "sync_runs" },
  reconciliations: { with: "sync_runs" },
  reconcile_missing: { with: "reconciliations" },
  rematches: { job: "rematch" },
  incidents: { job: "watch-health" },
  compared_rules: { forGood: "one row" },
  rules_changes: { job: "rematch" },
  rate_budgets: { job: "prune-limits" },
  rate_limits: { job: "prune-limits" },
};

/** Where there is something of what was said in a call, or of who took part: the retention empties each of these. */
const CONTENT = [
  "transcripts.lines",
  "calls.summary",
  "calls.action_items",
  "calls.invitees",
  "call_search.document",
  "search_words.word",
  "webhook_events.body",
];

/** Every other column that could hold text, and why there is no content in it. */
const NO_CONTENT: Record<string, readonly string[]> = {
  "names and addresses of users and sales reps, who are the installation's own": [
    "users.email",
    "users.name",
    "users.oidc_subject",
    "sales_reps.name",
    "sales_reps.email",
    "sales_reps.team",
    "sales_rep_aliases.email",
    "rematches.recorder_email",
  ],
  "who recorded, and when and where it is at Fathom: the ledger": [
    "recordings.reason",
    "recordings.recorder_email",
    "recordings.recorder_name",
    "recordings.recorder_team",
    "reconcile_missing.recorder_email",
    "sync_runs.recorders",
    "reconciliations.recorders",
    "calls.matched_email",
    "calls.question",
    "calls.url",
    "calls.share_url",
    "calls.recorder_email",
    "calls.recorder_name",
    "calls.team",
    "calls.language",
  ],
  "what a call is called, by which people find it": [
    "calls.title",
    "calls.meeting_title",
    "calls.summary_template",
  ],
  "an outline, made so that nothing that was said is in it (outline-item.ts, hide-values.ts)": [
    "recordings.raw",
    "recordings.error_message",
    "webhook_events.last_error",
    "sync_runs.failure_detail",
  ],
  "hashes, tokens and sealed secrets": [
    "users.password_hash",
    "user_invites.token_hash",
    "sessions.token_hash",
    "known_devices.token_hash",
    "second_factors.secret",
    "recovery_codes.code_hash",
    "audit_logs.old_value",
    "audit_logs.new_value",
    "recordings.content_hash",
    "calls.details_hash",
    "calls.summary_hash",
    "calls.action_items_hash",
    "calls.transcript_hash",
    "call_search.source",
    "rate_budgets.key_hash",
    "rate_limits.key",
  ],
  "addresses and devices of sign-ins": [
    "sessions.device",
    "sessions.ip_address",
    "user_notices.device",
    "user_notices.ip_address",
    "audit_logs.ip_address",
  ],
  "words of the product's own": [
    "system_settings.setting_key",
    "system_settings.setting_value",
    "system_settings.description",
    "audit_logs.action",
    "audit_logs.subject",
    "audit_logs.details",
    "ledger_counts.reason",
    "webhook_events.webhook_id",
    "webhook_events.outcome",
    "sync_runs.cursor",
    "sync_runs.loop_cursor",
    "sync_runs.skipped_by_reason",
    "sync_runs.failure_code",
    "sync_run_recordings.reason",
    "rate_budgets.request_class",
  ],
  "names of processes and of an engine's runs": [
    "sync_runs.lease_holder",
    "sync_runs.replayed_by_job_run",
    "sync_runs.first_job_run",
    "sync_runs.job_run",
    "webhook_events.first_job_run",
  ],
};

type Column = { name: string; canHoldText: boolean };

function readSchema(): Map<string, { columns: Column[]; text: string }> {
  const schema = readFileSync(path.resolve(import.meta.dirname, "../../../prisma/schema.prisma"), "utf8");
  const models = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(([, text = ""]) => {
    const columns = text.split("\n").flatMap((line) => {
      const [, field = "", type = ""] = /^ {2}(\w+)\s+(\w+)/.exec(line) ?? [];
      const name = /@map\("([^"]+)"\)/.exec(line)?.[1] ?? field;
      const isText = ["String", "Json", "Bytes", "Unsupported"].includes(type) && !line.includes("@db.Uuid");
      return field ? [{ name, canHoldText: isText }] : [];
    });
    return [/@@map\("([^"]+)"\)/.exec(text)?.[1] ?? "", { columns, text }] as const;
  });
  return new Map(models);
}

describe("what is kept", () => {
  const schema = readSchema();

  it("is known for every table: until when its rows stay, or why for good", () => {
    expect(Object.keys(ROWS).sort()).toEqual([...schema.keys()].sort());
    const known = new Set(jobs.map(({ id }) => id));
    for (const [table, until] of Object.entries(ROWS)) {
      if ("job" in until) expect(known).toContain(until.job);
      if ("with" in until) {
        expect(schema.has(until.with)).toBe(true);
        expect([table, schema.get(table)?.text]).toEqual([
          table,
          expect.stringContaining("onDelete: Cascade"),
        ]);
      }
    }
  });

  it("is known for every column that could hold text: content, which has a retention, or why there is none in it", () => {
    const listed = [...CONTENT, ...Object.values(NO_CONTENT).flat()];
    const columns = [...schema].flatMap(([table, { columns: all }]) =>
      all.filter(({ canHoldText }) => canHoldText).map(({ name }) => `${table}.${name}`),
    );
    expect([...listed].sort()).toEqual(columns.sort());
  });

  it("leaves with the retention from every place, and no sync or delivery brings it back", async () => {
    const { stack, clock, recording } = await stackWithCanaries();
    await using _ = stack;
    expect(await findCanaries(stack.deps)).toEqual([...CONTENT].sort());

    await (await stack.caller()).fathomSettings.update({ retentionDays: 14 });
    clock.ahead += 15 * DAY;
    await runJobs(stack.deps);
    expect(await findCanaries(stack.deps)).toEqual([]);
    const [call] = (await (await stack.caller()).calls.list({})).items;
    expect(call).toMatchObject({ title: "Kennismaking", contentState: "complete" });

    // Fathom still has it all, and has changed it.
    stack.sandbox.editCall(recording.recordingId, { title: "Andere titel", ...said("Kwikstaart") });
    await stack.sync({ hours: 720 });
    expect((await (await stack.caller()).calls.list({})).items[0]).toMatchObject({ title: "Andere titel" });
    await runJobs(stack.deps);
    expect(await findCanaries(stack.deps, /kwikstaart|ijsvogel/i)).toEqual([]);
  });

  it("has an age where strangers or time make it grow", async () => {
    const { stack, clock } = await stackWithCanaries();
    await using _ = stack;
    const { deps } = stack;
    const { id } = await stack.signIn("admin");
    await startTestSession(deps, id);
    const typed = { email: "nobody@else.example", password: "x", deviceToken: null, ipAddress: "192.0.2.9" };
    await verifyCredentials(deps, typed);
    await limitAttempts(deps, "invite", { address: "192.0.2.9" });
    await deps.db.pool.query(
      "INSERT INTO rate_budgets (key_hash, request_class, taken) VALUES ('hash', 'light', ARRAY[$1::timestamptz])",
      [clock.now()],
    );
    await deps.db.pool.query(
      "INSERT INTO incidents (kind, began_at, ended_at) VALUES ('sync_late', $1, $1)",
      [clock.now()],
    );
    await (await stack.caller()).users.invite({ email: "new@zonnewende.example", role: "viewer" });
    const pruned = Object.entries(ROWS).flatMap(([table, until]) => ("forGood" in until ? [] : [table]));
    const count = async (table: string) => {
      const { rows } = await deps.db.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table}`,
      );
      return rows[0]?.count ?? 0;
    };
    for (const table of [
      "sessions",
      "known_devices",
      "user_invites",
      "audit_logs",
      "rate_limits",
      "rate_budgets",
      "incidents",
      "webhook_events",
      "sync_run_recordings",
    ])
      expect([table, (await count(table)) > 0]).toEqual([table, true]);

    await (await stack.caller()).fathomSettings.update({ retentionDays: 14 });
    clock.ahead += 500 * DAY;
    await deps.db.pool.query("UPDATE sync_runs SET finished_at = finished_at - interval '500 days'");
    await stack.sync({ hours: 24 });
    await runJobs(deps);
    const left = await Promise.all(pruned.map(async (table) => [table, await count(table)] as const));
    const strangers = await deps.db.prisma.auditLog.count({ where: { action: { startsWith: "sign_in.f" } } });
    // Of what users did, the log stays; the newest run stays, and of a call its row in the queue of content.
    const mayStay = new Set([
      "incidents",
      "audit_logs",
      "sync_runs",
      "rate_budgets",
      "call_search",
      "search_words",
      "call_content",
    ]);
    expect(left.filter(([table, rows]) => rows > 0 && !mayStay.has(table))).toEqual([]);
    expect(strangers).toBe(0);
    expect(await deps.db.prisma.alert.count({ where: { endedAt: { not: null } } })).toBe(0);
  });

  it("holds of an unreadable recording of a stranger neither what was said nor who was there", async () => {
    const { stack } = await stackWithCanaries();
    await using _ = stack;
    const said = { speaker: { display_name: "Ijsvogel" }, text: "IJSVOGEL" };
    const item = {
      recording_id: 4711,
      recorded_by: "Ijsvogel <stranger@else.example>",
      created_at: "2026-11-20T10:00:00Z",
      title: "Ijsvogel",
      transcript: [said],
      default_summary: { markdown_formatted: "ijsvogel" },
      action_items: [{ description: "ijsvogel" }],
      calendar_invitees: [{ name: "Ijsvogel", email: "ijsvogel@else.example" }],
      ijsvogel: "ijsvogel",
    };
    await deliver(stack.deps, "msg_odd", JSON.stringify(item));
    const row = await stack.deps.db.prisma.recording.findUniqueOrThrow({ where: { recordingId: 4711n } });
    expect(row.reason).toBe("unreadable");
    expect(JSON.stringify([row.raw, row.errorMessage])).not.toMatch(/ijsvogel/i);
  });
});

const DAY = 24 * 3_600_000;
const ANNA = { name: "Anna", email: "anna@zonnewende.example" };

/** The same word wherever Fathom lets people say something. */
const said = (word: string): CallPatch => ({
  transcript: [{ speaker: word, email: `${word}@else.example`, text: `${word} zei ik`, seconds: 1 }],
  summary: { template: "Sales", markdown: `## ${word}` },
  actionItems: [
    {
      ...{ description: `${word} bellen`, completed: false, userGenerated: false, seconds: 1 },
      assignee: { name: word, email: `${word}@else.example`, team: null },
    },
  ],
  invitees: [
    { ...ANNA, isExternal: false },
    { name: word, email: `${word}@else.example`, isExternal: true },
  ],
});

async function deliver(deps: Deps, id: string, body: string) {
  expect(await deliverWebhook(deps, { id, body })).toBe(200);
  await processWebhook(deps, id);
}

async function stackWithCanaries() {
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead), sleep: async () => undefined };
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => clock.now() },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
    clock,
  });
  const { deps } = stack;
  const { send } = deps.jobs;
  deps.jobs.send = async (event) => {
    if (event.name !== "webhook/received") await send(event);
  };
  await stack.addRep(ANNA.name, ANNA.email);
  const recording = stack.sandbox.addCall({ recordedBy: ANNA, title: "Kennismaking", ...said("Ijsvogel") });
  await stack.sync({ hours: 24 });
  const all = { transcript: true, summary: true, actionItems: true, crmMatches: false };
  await deliver(deps, "msg_1", renderMeeting(recording, all, clock.now()));
  await runJobs(deps);
  return { stack, clock, recording };
}

/** What an engine runs by the clock, apart from syncs. */
async function runJobs(deps: Deps) {
  const due = jobs.filter(({ id }) => /^(prune-|index-search$|watch-health$|rematch$)/.test(id));
  // Twice: what one takes away, another finds gone.
  for (const job of [...due, ...due])
    await job.handler({
      event: { name: "test", data: {} },
      deps,
      log: deps.log,
      jobRun: null,
      isStopping: () => false,
      step: { run: (_id, work) => work(0), sleep: async () => undefined, send: async () => undefined },
    });
}

/** The columns in which a word is found, bytes included. */
async function findCanaries({ db }: Deps, word = /ijsvogel/i): Promise<string[]> {
  const found = Object.entries(await dumpDatabase(db)).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row as Record<string, unknown>).flatMap(([column, value]) => {
        const text = typeof value === "string" ? value : JSON.stringify(value);
        const bytes = text?.startsWith("\\x") ? Buffer.from(text.slice(2), "hex").toString() : text;
        return word.test(bytes ?? "") ? [`${table}.${column}`] : [];
      }),
    ),
  );
  return [...new Set(found)].sort();
}
