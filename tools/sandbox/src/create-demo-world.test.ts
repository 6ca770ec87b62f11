import { describe, expect, it } from "vitest";
import { createDemoWorld } from "./create-demo-world";
import { DEMO_TEAM } from "./demo-team";
import { renderMeeting } from "./render-meeting";
import type { SandboxRecording } from "./world";

const HOUR = 3_600_000;
const NOW = new Date("2026-03-12T13:37:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const ALL = { transcript: true, summary: true, actionItems: true, crmMatches: false };
const show = (recordings: readonly SandboxRecording[], now: Date) =>
  recordings.map((recording) => renderMeeting(recording, ALL, now));

function lastDays(recordings: readonly SandboxRecording[], now: Date, days: number) {
  return recordings.filter(({ createdAt }) => createdAt.getTime() > now.getTime() - days * 24 * HOUR);
}

describe("the demo world is a function of seed and time", () => {
  it("shows the same after a restart", () => {
    expect(show(createDemoWorld().list(NOW), NOW)).toEqual(show(createDemoWorld({ seed: 1 }).list(NOW), NOW));
  });

  it("shows others under another seed", () => {
    const ids = new Set(
      createDemoWorld({ seed: 1 })
        .list(NOW)
        .map(({ recordingId }) => recordingId),
    );
    const others = createDemoWorld({ seed: 2 }).list(NOW);
    expect(others.filter(({ recordingId }) => ids.has(recordingId))).toEqual([]);
  });

  it("only adds as time passes, whether the sandbox was restarted or not", () => {
    const running = createDemoWorld();
    const before = running.list(NOW);
    for (const hours of [0.5, 3, 24, 24 * 7]) {
      const now = later(hours);
      const after = new Map(running.list(now).map((recording) => [recording.recordingId, recording]));
      const kept = before.filter(({ startedAt }) => startedAt.getTime() > now.getTime() - 44 * 24 * HOUR);
      const same = kept
        .map(({ recordingId }) => after.get(recordingId))
        .filter((found) => found !== undefined);
      expect(show(same, now)).toEqual(show(kept, now));
      expect(after.size).toBe(createDemoWorld().list(now).length);
      expect(lastDays([...after.values()], now, (hours + 1) / 24).length > 0 || hours < 24).toBe(true);
    }
  });

  it("gives the same list until something changes", () => {
    const world = createDemoWorld();
    expect(world.list(NOW)).toBe(world.list(later(0.0001)));
  });
});

describe("what is in it", () => {
  const everyHour = Array.from({ length: 24 * 21 }, (_, hours) => later(hours));

  it("holds 300-500 calls in 30 days, at any moment", () => {
    const world = createDemoWorld();
    for (const now of everyHour.filter((_, index) => index % 12 === 0)) {
      const count = lastDays(world.list(now), now, 30).length;
      expect(count).toBeGreaterThan(300);
      expect(count).toBeLessThan(500);
    }
  });

  it("holds a rep's call in the last 24 hours, at any moment, over a change of the clocks too", () => {
    const world = createDemoWorld();
    const reps = new Set(DEMO_TEAM.filter(({ role }) => role === "rep").map(({ name }) => name));
    for (const now of everyHour) {
      const recent = lastDays(world.list(now), now, 1).filter(({ recordedBy }) => reps.has(recordedBy.name));
      expect(recent.length, now.toISOString()).toBeGreaterThan(0);
    }
  });

  it("lists newest first by start, only what has ended, each id once", () => {
    const list = createDemoWorld().list(NOW);
    const starts = list.map(({ startedAt }) => startedAt.getTime());
    expect(starts).toEqual([...starts].sort((left, right) => right - left));
    expect(new Set(list.map(({ recordingId }) => recordingId)).size).toBe(list.length);
    for (const { startedAt, endedAt, createdAt } of list) {
      expect(startedAt.getTime()).toBeLessThan(endedAt.getTime());
      expect(endedAt.getTime()).toBeLessThan(createdAt.getTime());
      expect(createdAt.getTime()).toBeLessThanOrEqual(NOW.getTime());
    }
  });

  it("gives content two to ten minutes after the call, and never two calls at once to one person", () => {
    const busy = new Map<string, number>();
    for (const call of [...createDemoWorld().list(NOW)].reverse()) {
      const wait = ((call.contentReadyAt?.getTime() ?? 0) - call.createdAt.getTime()) / 60_000;
      expect(wait).toBeGreaterThanOrEqual(2);
      expect(wait).toBeLessThanOrEqual(10);
      expect(call.startedAt.getTime()).toBeGreaterThanOrEqual(busy.get(call.recordedBy.name) ?? 0);
      busy.set(call.recordedBy.name, call.endedAt.getTime());
      const { transcript, actionItems } = call.content();
      expect(transcript.length).toBeGreaterThanOrEqual(40);
      expect(transcript.length).toBeLessThanOrEqual(120);
      expect(actionItems.length).toBeLessThanOrEqual(4);
      expect(transcript.map(({ text }) => text).join(" ")).not.toMatch(/[{}]|undefined/);
    }
  });

  const specials: [string, (call: SandboxRecording) => boolean][] = [
    ["an emoji in a title", ({ title }) => /\p{Extended_Pictographic}/u.test(title)],
    ["a script in a title", ({ title }) => title.includes("<script>")],
    ["a title from right to left", ({ title }) => /[\u0590-\u06ff]/.test(title)],
    ["a formula in a title", ({ title }) => title.startsWith("=")],
    ["an id beyond 2^53", ({ recordingId }) => recordingId > BigInt(Number.MAX_SAFE_INTEGER)],
    ["no calendar title", ({ meetingTitle }) => meetingTitle === null],
    ["no team", ({ recordedBy }) => recordedBy.team === null],
    ["an alias", ({ recordedBy }) => recordedBy.email === "B.Bakker@zonnewende-partners.example"],
    ["capitals in an address", ({ recordedBy }) => recordedBy.email === "Joost.vanDijk@Zonnewende.Example"],
    ["the archived rep", ({ recordedBy }) => recordedBy.name === "Pieter Kuipers"],
    ["a stranger", ({ recordedBy }) => recordedBy.name === "Kees Jansen"],
    ["the marketing team", ({ recordedBy }) => recordedBy.team === "Marketing"],
    ["an invitee without address", ({ invitees }) => invitees.some(({ email }) => email === null)],
    ["an invitee without name", ({ invitees }) => invitees.some(({ name }) => name === null)],
    ["nobody invited", ({ invitees }) => invitees.length === 0],
    [
      "an internal call",
      ({ invitees }) => invitees.length > 1 && invitees.every(({ isExternal }) => !isExternal),
    ],
    ["an unknown language", ({ language }) => language === "unknown"],
    ["an English call", ({ language }) => language === "en"],
    ["no summary, ever", (call) => call.content().summary === null],
    ["no action items", (call) => call.content().actionItems.length === 0],
    ["a summary without template", (call) => call.content().summary?.template === null],
  ];
  it.each(specials)("has %s in every 30 days", (_name, isSpecial) => {
    for (const seed of [1, 2, 3]) {
      const list = lastDays(createDemoWorld({ seed }).list(NOW), NOW, 30);
      expect(list.some(isSpecial), `seed ${seed}`).toBe(true);
    }
  });

  it("shows no call of the unseen member", () => {
    const list = createDemoWorld().list(NOW);
    expect(list.some(({ recordedBy }) => recordedBy.name === "Esra Yılmaz")).toBe(false);
    expect(createDemoWorld().members.map(({ name }) => name)).toContain("Esra Yılmaz");
  });
});
