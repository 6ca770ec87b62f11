import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMeeting, parseRecordingId } from "./parse-meeting";

const GOOD = {
  title: "Kennismaking",
  meeting_title: "Kennismaking (agenda)",
  recording_id: 123456789,
  url: "https://fathom.video/calls/55",
  share_url: "https://fathom.video/share/abc",
  created_at: "2026-01-05T10:31:00Z",
  scheduled_start_time: "2026-01-05T10:00:00Z",
  scheduled_end_time: "2026-01-05T10:30:00Z",
  recording_start_time: "2026-01-05T10:01:00Z",
  recording_end_time: "2026-01-05T10:30:40Z",
  calendar_invitees_domains_type: "one_or_more_external",
  transcript_language: "nl",
  calendar_invitees: [{ name: "Marco", email: "m@x.example", email_domain: "x.example", is_external: true }],
  recorded_by: { name: "Anna", email: " Anna@Zonnewende.example ", email_domain: "z", team: "Sales" },
  default_summary: { template_name: "General", markdown_formatted: "## Purpose" },
  action_items: [
    {
      description: "Send the quote",
      user_generated: false,
      completed: true,
      recording_timestamp: "00:10:00",
      recording_playback_url: "https://fathom.video/calls/55?timestamp=600",
      assignee: { name: "Anna", email: "a@z.example", team: null },
    },
  ],
  transcript: [
    {
      speaker: { display_name: "Anna", matched_calendar_invitee_email: null },
      text: "Hoi",
      timestamp: "01:00:05",
    },
  ],
};

function recordingOf(raw: unknown) {
  const item = parseMeeting(raw);
  if (!item.ok) throw new Error(item.issue);
  return item.recording;
}

describe("a good meeting", () => {
  it("comes out whole", () => {
    expect(recordingOf(GOOD)).toEqual({
      recordingId: 123456789n,
      title: "Kennismaking",
      meetingTitle: "Kennismaking (agenda)",
      url: "https://fathom.video/calls/55",
      shareUrl: "https://fathom.video/share/abc",
      createdAt: new Date("2026-01-05T10:31:00Z"),
      startedAt: new Date("2026-01-05T10:01:00Z"),
      endedAt: new Date("2026-01-05T10:30:40Z"),
      scheduledStartAt: new Date("2026-01-05T10:00:00Z"),
      scheduledEndAt: new Date("2026-01-05T10:30:00Z"),
      isExternal: true,
      language: "nl",
      recorder: { name: "Anna", email: "Anna@Zonnewende.example", team: "Sales" },
      invitees: [{ name: "Marco", email: "m@x.example", isExternal: true }],
      summary: { markdown: "## Purpose", template: "General" },
      actionItems: [
        {
          description: "Send the quote",
          completed: true,
          userGenerated: false,
          timestamp: "00:10:00",
          playbackUrl: "https://fathom.video/calls/55?timestamp=600",
          assigneeName: "Anna",
          assigneeEmail: "a@z.example",
        },
      ],
      transcript: [{ speaker: "Anna", email: null, text: "Hoi", seconds: 3605 }],
    });
  });

  it("needs no more than an id and one time", () => {
    const { transcript, summary, actionItems, ...rest } = recordingOf({
      recording_id: "7",
      created_at: "2026-01-05T10:31:00Z",
    });
    expect([transcript, summary, actionItems]).toEqual([null, null, null]);
    expect(rest).toMatchObject({
      recordingId: 7n,
      title: null,
      recorder: null,
      invitees: [],
      isExternal: null,
    });
  });
});

describe("what is tolerated", () => {
  it.each([
    ["title", null, { title: "Kennismaking (agenda)" }],
    ["title", "  ", { title: "Kennismaking (agenda)" }],
    ["title", 42, { title: "42" }],
    ["title", "a\0\ud800", { title: "a\ufffd" }],
    ["title", "x".repeat(900), { title: "x".repeat(500) }],
    ["url", "javascript:alert(1)", { url: null }],
    ["url", "https://", { url: null }],
    ["share_url", "data:text/html,x", { shareUrl: null }],
    ["recording_start_time", "0001-01-01T00:00:00Z", { startedAt: new Date("2026-01-05T10:00:00Z") }],
    ["calendar_invitees_domains_type", "only_internal", { isExternal: false }],
    ["calendar_invitees_domains_type", "brand_new_value", { isExternal: null }],
    // Fathom then says "only_internal" of a recording without a calendar event, unless it knows better.
    ["calendar_invitees", [], { isExternal: true, invitees: [] }],
    ["transcript_language", "unknown", { language: null }],
    ["calendar_invitees", "none", { invitees: [] }],
    [
      "calendar_invitees",
      [7, null, {}, { email: "a@b.c", is_external: "yes" }],
      { invitees: [{ name: null, email: "a@b.c", isExternal: null }] },
    ],
    ["default_summary", { markdown_formatted: "" }, { summary: null }],
    ["default_summary", { markdown_formatted: ["x"] }, { summary: null }],
    ["default_summary", "text", { summary: null }],
    ["action_items", null, { actionItems: null }],
    ["action_items", [], { actionItems: [] }],
    ["action_items", [null, { description: null }, "x"], { actionItems: [] }],
    ["transcript", [], { transcript: null }],
    ["transcript", {}, { transcript: null }],
    [
      "transcript",
      [
        null,
        5,
        { text: "" },
        { text: "ja", speaker: "Anna", timestamp: "later" },
        { text: "nee", timestamp: 9.7 },
      ],
      {
        transcript: [
          { speaker: "", email: null, text: "ja", seconds: null },
          { speaker: "", email: null, text: "nee", seconds: 9 },
        ],
      },
    ],
    ["recorded_by", null, { recorder: null }],
    ["recorded_by", { name: 5, email: [] }, { recorder: { name: "5", email: null, team: null } }],
    ["a_new_field", { any: "thing" }, {}],
  ])("%s = %j", (field, value, expected) => {
    expect(recordingOf({ ...GOOD, [field]: value })).toMatchObject(expected);
  });
});

describe("what makes a meeting unreadable", () => {
  it.each([
    [null, null, "meeting"],
    [[GOOD], null, "meeting"],
    ["text", null, "meeting"],
    [{ ...GOOD, recording_id: undefined }, null, "recording_id"],
    [{ ...GOOD, recording_id: 2 ** 60 }, null, "recording_id"],
    [{ ...GOOD, recorded_by: "Anna" }, 123456789n, "recorded_by"],
    [{ ...GOOD, recorded_by: [] }, 123456789n, "recorded_by"],
    [{ recording_id: 5, recorded_by: null, created_at: "soon" }, 5n, "recording_start_time"],
  ])("case %#", (raw, recordingId, field) => {
    const item = parseMeeting(raw);
    expect(item).toMatchObject({ ok: false, recordingId });
    expect(item.ok ? "" : item.issue).toContain(field);
  });

  it("keeps the raw item, cleaned for the database", () => {
    const item = parseMeeting({ title: "a\0b" });
    expect(item.ok ? null : item.raw).toEqual({ title: "ab" });
  });
});

it.each([
  [1, 1n],
  ["9223372036854775807", 2n ** 63n - 1n],
  ["9223372036854775808", null],
  [" 12 ", 12n],
  [0, null],
  [-1, null],
  [1.5, null],
  ["1.5", null],
  ["0x10", null],
  ["", null],
  [true, null],
  [null, null],
])("parseRecordingId(%s) is %s", (given, expected) => {
  expect(parseRecordingId(given)).toBe(expected);
});

describe("fuzz", () => {
  /** Puts any JSON in the place of a few fields, at any depth. */
  const mutation = fc.record({
    path: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    value: fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string({ unit: "binary" })),
  });

  function mutate(target: unknown, path: number[], value: unknown): void {
    let node = target;
    for (const [depth, step] of path.entries()) {
      if (typeof node !== "object" || node === null) return;
      const holder = node as Record<string, unknown>;
      const keys = Object.keys(holder);
      const key = keys[step % Math.max(1, keys.length)] ?? "new_field";
      if (depth === path.length - 1) holder[key] = value;
      else node = holder[key];
    }
  }

  it("never throws, and only what may cost a meeting does", () => {
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 5 }), (mutations) => {
        const raw = structuredClone(GOOD) as Record<string, unknown>;
        for (const { path, value } of mutations) mutate(raw, path, value);
        const item = parseMeeting(raw);
        if (!item.ok) {
          expect(item.issue).toMatch(/^(recording_id|recorded_by|recording_start_time):/);
          expect(item.issue.length).toBeLessThan(200);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("takes any JSON at all", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        parseMeeting(raw);
      }),
      { numRuns: 2000 },
    );
  });
});
