import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClientOverrides, clientOf } from "@koppeling/testing/client-of";
import { FATHOM_API_BASE_URL } from "./build-request";
import { createFathomClient, type MeetingPage } from "./client";
import { FathomBadRequestError, FathomUnauthorizedError } from "./errors";
import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import { createWorld } from "@koppeling/sandbox/create-world";
import { makeCall } from "@koppeling/sandbox/make-call";
import { type Sandbox, startSandbox } from "@koppeling/sandbox/start-sandbox";

const reps = [
  { name: "Anna", email: "anna@z.example" },
  { name: "Bram", email: "bram@z.example" },
];
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    world: createBulkWorld({ count: 35, reps, transcriptLines: 3 }),
    limits: null,
  });
});
afterEach(() => sandbox.stop());
const client = (options: ClientOverrides = {}) => clientOf(sandbox, options);

async function pagesOf(walk: AsyncIterable<MeetingPage>): Promise<MeetingPage[]> {
  const pages: MeetingPage[] = [];
  for await (const page of walk) pages.push(page);
  return pages;
}
const idsOf = (pages: MeetingPage[]) =>
  pages.flatMap(({ items }) => items.map((item) => (item.ok ? item.recording.recordingId : null)));

describe("listMeetings", () => {
  it("walks every page to the end", async () => {
    const pages = await pagesOf(client().listMeetings({}));
    expect(pages.map(({ items }) => items.length)).toEqual([10, 10, 10, 5]);
    expect(new Set(idsOf(pages)).size).toBe(35);
    expect(sandbox.delivered.size).toBe(35);
    expect(sandbox.requests.map(({ class: requestClass }) => requestClass)).toEqual(Array(4).fill("light"));
  });

  it("starts at a given cursor", async () => {
    const first = await client().fetchMeetingPage({});
    const rest = await pagesOf(client().listMeetings({ cursor: first.nextCursor }));
    expect(new Set([...idsOf([first]), ...idsOf(rest)]).size).toBe(35);
    expect(rest).toHaveLength(3);
  });

  it("takes an absent next_cursor and an empty one for the end", async () => {
    sandbox.faults.always("blank_end");
    for (const _ of ["absent", "empty"]) {
      expect(idsOf(await pagesOf(client().listMeetings({})))).toHaveLength(35);
    }
  });

  it("sends filters and includes", async () => {
    const all = await client().fetchMeetingPage({});
    const middle = all.items.map((item) => (item.ok ? item.recording.createdAt : null))[5];
    const newer = await client().fetchMeetingPage({
      createdAfter: middle ?? new Date(),
      createdBefore: new Date(Date.now() + 60_000),
      recordedBy: ["ANNA@z.example", "bram@z.example"],
      teams: ["Sales"],
      includeTranscript: true,
      includeSummary: true,
      includeActionItems: true,
    });
    expect(newer.items).toHaveLength(5);
    for (const item of newer.items) {
      if (!item.ok) throw new Error(item.issue);
      expect(item.recording.transcript).toHaveLength(3);
      expect(item.recording.summary?.markdown).toContain("## Meeting Purpose");
      expect(item.recording.actionItems).toEqual([]);
    }
    expect(sandbox.requests.at(-1)).toMatchObject({ class: "heavy" });
    const anna = await pagesOf(client().listMeetings({ recordedBy: ["anna@z.example"] }));
    expect(idsOf(anna)).toHaveLength(18);
  });

  it("throws on a cursor that belongs to other filters", async () => {
    const { nextCursor } = await client().fetchMeetingPage({});
    const other = client().fetchMeetingPage({ recordedBy: ["anna@z.example"], cursor: nextCursor });
    await expect(other).rejects.toBeInstanceOf(FathomBadRequestError);
  });
});

describe("ids beyond 2^53", () => {
  it("survive the list, the summary and the transcript", async () => {
    const recordingId = 9_223_372_036_854_775_807n;
    const call = makeCall(
      { recordingId, title: 'A "recording_id": 9007199254740993, quoted' },
      new Date(),
      [],
    );
    sandbox.world.put(call);
    const page = await client().fetchMeetingPage({});
    expect(page.items[0]).toMatchObject({
      ok: true,
      recording: { recordingId, title: 'A "recording_id": 9007199254740993, quoted' },
    });
    expect(await client().fetchSummary(recordingId)).toMatchObject({
      markdown: expect.any(String) as string,
    });
    expect(sandbox.requests.at(-1)?.path).toBe(`/recordings/${recordingId}/summary`);
  });
});

describe("summary and transcript", () => {
  it("are null when they are not there yet, and when the recording is not", async () => {
    const { recordingId } = sandbox.addCall({ contentReadyAt: null });
    expect(await client().fetchSummary(recordingId)).toBeNull();
    expect(await client().fetchTranscript(recordingId)).toBeNull();
    expect(await client().fetchSummary(404n)).toBeNull();
    expect(await client().fetchTranscript(404n)).toBeNull();
  });

  it("come when they are there", async () => {
    const { recordingId } = sandbox.addCall();
    expect((await client().fetchTranscript(recordingId))?.length).toBeGreaterThanOrEqual(40);
    expect((await client().fetchSummary(recordingId))?.markdown).toContain("## Next Steps");
  });
});

describe("teams and members", () => {
  it("are listed whole, over pages", async () => {
    const many = Array.from({ length: 23 }, (_, index) => ({
      name: `Member ${index}`,
      email: `m${index}@z.example`,
      team: index % 2 === 0 ? "Even" : "Odd",
      createdAt: new Date("2025-01-01T00:00:00Z"),
    }));
    await sandbox.stop();
    const teams = [{ name: "Even", createdAt: new Date("2025-01-01T00:00:00Z") }];
    sandbox = await startSandbox({ world: createWorld({ recordings: [], teams, members: many }) });
    expect(await client().listTeams()).toEqual(teams);
    expect((await client().listTeamMembers()).map(({ email }) => email)).toEqual(
      many.map(({ email }) => email),
    );
    expect(await client().listTeamMembers({ team: "Odd" })).toHaveLength(11);
  });
});

describe("webhooks", () => {
  it("are created with a secret, and deleted once", async () => {
    const webhook = await client().createWebhook({
      destinationUrl: "https://crm.example/webhooks/fathom",
      triggeredFor: ["shared_team_recordings"],
      includeSummary: true,
    });
    expect(webhook).toMatchObject({
      id: expect.stringMatching(/^wh_/) as string,
      secret: expect.stringMatching(/^whsec_/) as string,
      url: "https://crm.example/webhooks/fathom",
      triggeredFor: ["shared_team_recordings"],
    });
    expect(await client().deleteWebhook(webhook.id)).toBe("deleted");
    expect(await client().deleteWebhook(webhook.id)).toBe("already_gone");
  });

  it("are refused without a single include", async () => {
    const input = { destinationUrl: "https://crm.example/", triggeredFor: ["my_recordings" as const] };
    await expect(client().createWebhook(input)).rejects.toBeInstanceOf(FathomBadRequestError);
  });
});

describe("options", () => {
  it("tells the rate limit, and asks for a slot before each request", async () => {
    await sandbox.stop();
    sandbox = await startSandbox({
      world: createBulkWorld({ count: 3, reps }),
      limits: { light: 5, heavy: 2, windowMs: 60_000 },
    });
    const told: unknown[] = [];
    const asked: string[] = [];
    const limited = client({
      onAnswer: async ({ requestClass, status, rateLimit }) =>
        void told.push([requestClass, status, rateLimit.limit, rateLimit.remaining]),
      beforeRequest: async (requestClass) => void asked.push(requestClass),
    });
    const page = await limited.fetchMeetingPage({ includeSummary: true });
    expect(page.rateLimit).toMatchObject({ limit: 2, remaining: 1 });
    await limited.listTeams();
    await limited.fetchMeetingPage({ includeTranscript: true });
    await expect(limited.fetchMeetingPage({ includeSummary: true })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(asked).toEqual(["heavy", "light", "heavy", "heavy"]);
    expect(told).toEqual([
      ["heavy", 200, 2, 1],
      ["light", 200, 5, 3],
      ["heavy", 200, 2, 0],
      ["heavy", 429, 2, 0],
    ]);
  });

  it("sends nothing when no slot is given", async () => {
    const refusing = client({ beforeRequest: () => Promise.reject(new Error("no slot")) });
    await expect(refusing.listTeams()).rejects.toThrow("no slot");
    expect(sandbox.requests).toHaveLength(0);
  });

  it("ends with the caller's reason", async () => {
    sandbox.faults.always("hang");
    const abort = new AbortController();
    const reason = new Error("shutting down");
    const call = client({ signal: abort.signal }).listTeams();
    setTimeout(() => abort.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
    await expect(client({ signal: abort.signal }).listTeams()).rejects.toBe(reason);
  });

  it.each(["", "  ", "key\nwith: header", "kéy", "a b"])("does not send the key %j", async (apiKey) => {
    await expect(client({ apiKey }).listTeams()).rejects.toBeInstanceOf(FathomUnauthorizedError);
    expect(sandbox.requests).toHaveLength(0);
  });

  it.each(["", "api.fathom.ai", "ftp://x.example", "https://user:pw@x.example", "https://x.example/?a=1"])(
    "refuses the base URL %j",
    (baseUrl) => {
      expect(() => createFathomClient({ apiKey: "k", baseUrl })).toThrow(TypeError);
    },
  );

  it("goes to Fathom by default, and takes a slash at the end of a base URL", async () => {
    expect(FATHOM_API_BASE_URL).toBe("https://api.fathom.ai/external/v1");
    expect(await client({ baseUrl: `${sandbox.url}/` }).listTeams()).toHaveLength(1);
  });
});
