import { DEMO_TEAM, type DemoPerson } from "./demo-team";
import { createRandom, type Random } from "./random";

export type DemoSlot = { person: DemoPerson; startedAt: Date; minutes: number };

const DAY_MS = 86_400_000;
const OPENS = 8 * 60 + 30;
const CLOSES = 18 * 60;

/**
 * Who calls when on one calendar day: 14-18 calls on a working day, 2-3 in a weekend, nobody in two calls at once.
 * There is a call by a sales rep in every morning and in every afternoon, so that whenever a demo starts, the last 24
 * hours hold something to import.
 */
export function planDay(seed: number, epochDay: number): DemoSlot[] {
  const random = createRandom("day", seed, epochDay);
  const weekday = (epochDay + 4) % 7;
  const isWeekend = weekday === 0 || weekday === 6;
  const slots = isWeekend ? planWeekend(random, epochDay) : planWorkingDay(random, epochDay);
  const midnight = epochDay * DAY_MS - amsterdamOffsetMinutes(epochDay) * 60_000;
  return slots
    .sort((left, right) => left.start - right.start)
    .map(({ person, start, minutes }) => ({
      person,
      startedAt: new Date(midnight + start * 60_000 + random.between(0, 59) * 1000),
      minutes,
    }));
}

type MinuteSlot = { person: DemoPerson; start: number; minutes: number };

function planWorkingDay(random: Random, epochDay: number): MinuteSlot[] {
  const [anna, bram, fatima, joost, sanne, , pieter, kees] = DEMO_TEAM;
  const pieterCalls = epochDay % 28 < 6;
  const share: [DemoPerson | undefined, number][] = [
    [anna, 4],
    [bram, random.between(3, 4)],
    [fatima, random.between(3, 4)],
    [joost, 3],
    [sanne, random.between(1, 2)],
    // Less than a week in every four: the world does not know which day somebody will call "now".
    [pieter, pieterCalls ? 1 : 0],
    [kees, pieterCalls ? 0 : epochDay % 2],
  ];
  return share.flatMap(([person, calls]) => (person ? spreadOver(random, person, OPENS, CLOSES, calls) : []));
}

function planWeekend(random: Random, epochDay: number): MinuteSlot[] {
  const reps = DEMO_TEAM.filter((person) => person.role === "rep" && person.team === "Sales");
  const person = reps[epochDay % reps.length] ?? random.pick(reps);
  return [
    ...spreadOver(random, person, 9 * 60, 11 * 60 + 30, 1),
    ...spreadOver(random, person, 15 * 60, 17 * 60 + 30, 1),
    ...(random.chance(0.4) ? spreadOver(random, person, 12 * 60, 14 * 60 + 30, 1) : []),
  ];
}

/** Each call in its own part of the day, so that they never overlap. */
function spreadOver(
  random: Random,
  person: DemoPerson,
  from: number,
  to: number,
  calls: number,
): MinuteSlot[] {
  const part = Math.floor((to - from) / calls);
  return Array.from({ length: calls }, (_, index) => {
    const minutes = random.between(8, Math.min(65, random.chance(0.6) ? 40 : 65));
    return { person, minutes, start: from + index * part + random.between(0, part - minutes - 3) };
  });
}

/** Summer time runs from the last Sunday of March to the last Sunday of October (EU directive 2000/84). */
function amsterdamOffsetMinutes(epochDay: number): number {
  const year = new Date(epochDay * DAY_MS).getUTCFullYear();
  const isSummer = epochDay >= lastSunday(year, 2) && epochDay < lastSunday(year, 9);
  return isSummer ? 120 : 60;
}

function lastSunday(year: number, month: number): number {
  const lastDay = Math.floor(Date.UTC(year, month, 31) / DAY_MS);
  return lastDay - ((lastDay + 4) % 7);
}
