import { composeSummary } from "./compose-summary";
import { type Conversation, composeTranscript } from "./compose-transcript";
import { DEMO_COMPANIES, type DemoCompany } from "./demo-companies";
import { DEMO_TEAM } from "./demo-team";
import { chooseTitle } from "./demo-titles";
import { type DemoSlot, planDay } from "./plan-day";
import { createRandom, type Random } from "./random";
import type { SandboxContent, SandboxPerson, SandboxRecording } from "./world";

/**
 * The recordings of one calendar day (Amsterdam) of the demo world. Depends on nothing but the seed and the day, so
 * that a restart shows the same calls under the same ids.
 *
 * @param epochDay days since 1970-01-01
 */
export function createDemoDay(seed: number, epochDay: number): SandboxRecording[] {
  return planDay(seed, epochDay).map((slot, index) => createDemoCall(seed, epochDay, index, slot));
}

function createDemoCall(seed: number, epochDay: number, index: number, slot: DemoSlot): SandboxRecording {
  const random = createRandom("call", seed, epochDay, index);
  const isInternal = slot.person.team === "Marketing" ? random.chance(0.6) : random.chance(0.14);
  const company = random.pick(DEMO_COMPANIES);
  const number = (seed % 900) * 10_000_000 + epochDay * 100 + index;
  const title = chooseTitle(random, { company, isInternal, epochDay, index });
  const recorder = { name: slot.person.name, email: chooseAddress(random, slot) };
  const invitees = chooseInvitees(random, { company, isInternal, recorder });
  const endedAt = new Date(slot.startedAt.getTime() + slot.minutes * 60_000 + random.between(0, 50) * 1000);
  const createdAt = new Date(endedAt.getTime() + random.between(4, 45) * 1000);
  const call: Conversation = {
    language: isInternal ? "nl" : company.language,
    isInternal,
    recorder,
    others: invitees.slice(1),
    company: company.name,
    city: company.city,
    durationSeconds: Math.round((endedAt.getTime() - slot.startedAt.getTime()) / 1000),
  };
  const callNumber = 100_000_000 + ((number * 7919) % 899_999_981);
  const hasSummary = !random.chance(0.03);
  const scheduledStart = slot.startedAt.getTime() - (slot.startedAt.getTime() % 300_000);
  return {
    recordingId: chooseId(number, epochDay, index),
    callNumber,
    title,
    meetingTitle: random.chance(0.06) ? null : title,
    scheduledStartAt: new Date(scheduledStart),
    scheduledEndAt: new Date(scheduledStart + Math.ceil(slot.minutes / 15) * 15 * 60_000),
    startedAt: slot.startedAt,
    endedAt,
    createdAt,
    contentReadyAt: new Date(createdAt.getTime() + random.between(120, 600) * 1000),
    language: random.chance(0.03) ? "unknown" : call.language,
    recordedBy: { ...recorder, team: random.chance(0.04) ? null : slot.person.team },
    invitees,
    content: once(() => {
      const words = createRandom("content", seed, epochDay, index);
      const transcript = composeTranscript(words, call);
      return { transcript, ...composeSummary(words, { ...call, title, callNumber, hasSummary }) };
    }),
    version: 1,
  };
}

/** One call every two weeks carries an id beyond 2^53, which a JavaScript number cannot hold. */
function chooseId(number: number, epochDay: number, index: number): bigint {
  const isLong = epochDay % 14 === 6 && index === 2;
  return isLong ? 9_007_199_254_740_993n + BigInt(number) * 2n : BigInt(number);
}

function chooseAddress(random: Random, { person }: DemoSlot): string {
  const [alias] = person.aliases;
  if (alias !== undefined && random.chance(0.2)) return alias;
  const isShouted = person.email.startsWith("joost.") && random.chance(0.3);
  return isShouted ? "Joost.vanDijk@Zonnewende.Example" : person.email;
}

function chooseInvitees(
  random: Random,
  call: { company: DemoCompany; isInternal: boolean; recorder: { name: string; email: string } },
): SandboxPerson[] {
  // A call that was started by hand has no calendar event, and so nobody was invited.
  if (random.chance(0.02)) return [];
  const recorder = { ...call.recorder, isExternal: false };
  const others: SandboxPerson[] = call.isInternal
    ? random
        .shuffle(DEMO_TEAM.filter((person) => person.name !== recorder.name && person.role === "rep"))
        .slice(0, random.between(1, 3))
        .map(({ name, email }) => ({ name, email, isExternal: false }))
    : call.company.contacts
        .slice(0, random.between(1, call.company.contacts.length))
        .map(({ name, email }) => ({ name, email, isExternal: true }));
  return [
    recorder,
    ...others.map((person) => {
      if (random.chance(0.03)) return { ...person, email: null };
      return random.chance(0.03) ? { ...person, name: null } : person;
    }),
  ];
}

function once(make: () => SandboxContent): () => SandboxContent {
  let made: SandboxContent | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
