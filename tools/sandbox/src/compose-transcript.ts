import type { PhraseBank } from "./phrase-bank";
import { PHRASES_EN } from "./phrases-en";
import { PHRASES_INTERNAL } from "./phrases-internal";
import { PHRASES_NL } from "./phrases-nl";
import type { Random } from "./random";
import type { SandboxLine, SandboxPerson } from "./world";

export type Conversation = {
  language: string;
  isInternal: boolean;
  recorder: { name: string; email: string };
  /** Who is on the other side; with nobody named, an unknown speaker. */
  others: readonly SandboxPerson[];
  company: string;
  city: string;
  durationSeconds: number;
};

const MIN_LINES = 40;
const MAX_LINES = 120;

/**
 * Composes a conversation of 40-120 lines, in the order of a real one: greeting, situation, questions, price, next
 * step, goodbye. The longer the call, the more lines; times follow the length of what is said.
 */
export function composeTranscript(random: Random, call: Conversation): SandboxLine[] {
  const bank = call.isInternal ? PHRASES_INTERNAL : call.language === "en" ? PHRASES_EN : PHRASES_NL;
  const wanted = Math.min(MAX_LINES - 6, Math.max(MIN_LINES, Math.round(call.durationSeconds / 33)));
  const words = wordsOf(random, call);
  const spoken = chooseExchanges(random, bank, wanted).flatMap((exchange) => {
    const other = call.others.length > 0 ? random.pick(call.others) : null;
    const lines = exchange.map((line) => toLine(line, call, other, words));
    // The other side hums along before it answers.
    const answers = exchange.at(-1)?.startsWith("C") === true && exchange.at(-2)?.startsWith("R") === true;
    if (answers && random.chance(0.4))
      lines.splice(-1, 0, toLine(`C ${random.pick(bank.fillers)}`, call, other, words));
    return lines;
  });
  return setTimes(spoken.slice(0, MAX_LINES), call.durationSeconds);
}

function chooseExchanges(random: Random, bank: PhraseBank, wanted: number): (readonly string[])[] {
  const opening = [random.pick(bank.greeting), ...random.shuffle(bank.situation)];
  const closing = [random.pick(bank.next), random.pick(bank.closing)];
  const middle = [...random.shuffle(bank.questions), ...random.shuffle(bank.price)];
  const chosen: (readonly string[])[] = [];
  let lines = closing.flat().length;
  const take = (exchanges: (readonly string[])[], upTo: number): void => {
    for (const exchange of exchanges) {
      if (lines >= upTo) return;
      chosen.push(exchange);
      lines += exchange.length;
    }
  };
  take(opening, wanted * 0.4);
  take(middle, wanted * 0.9);
  take(random.shuffle(bank.objections), wanted);
  // A small bank has nothing new left for a long talk: people come back to a subject, too.
  while (lines < wanted) take(random.shuffle([...bank.situation, ...bank.questions]), wanted);
  return [...chosen, ...closing];
}

function wordsOf(random: Random, call: Conversation): Record<string, string> {
  const firstName = (person: SandboxPerson | undefined) => person?.name?.split(" ")[0];
  return {
    contact: firstName(call.others[0]) ?? (call.language === "en" ? "there" : "daar"),
    other: firstName(call.others[1]) ?? (call.language === "en" ? "our controller" : "onze controller"),
    rep: call.recorder.name.split(" ")[0] ?? "",
    company: call.company,
    city: call.city,
    count: String(random.between(12, 90) * 10),
    price: String(random.between(18, 96) * 25),
    year: String(random.between(2029, 2033)),
  };
}

function toLine(
  line: string,
  call: Conversation,
  other: SandboxPerson | null,
  words: Record<string, string>,
): SandboxLine {
  const text = line.slice(2).replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  if (line.startsWith("R"))
    return { speaker: call.recorder.name, email: call.recorder.email, text, seconds: 0 };
  return { speaker: other?.name ?? "Speaker 2", email: other?.email ?? null, text, seconds: 0 };
}

function setTimes(lines: SandboxLine[], durationSeconds: number): SandboxLine[] {
  const weights = lines.map((line) => 12 + line.text.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  return lines.map((line, index) => {
    const seconds = Math.floor((passed / total) * durationSeconds);
    passed += weights[index] ?? 0;
    return { ...line, seconds };
  });
}
