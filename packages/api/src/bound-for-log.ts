import pino from "pino";
import { hideValues } from "./hide-values";

/** Longer texts are cut; a stack is cut at its own length, since its end is the framework's. */
const MAX_TEXT = 1_000;
const MAX_STACK = 4_000;
const MAX_ITEMS = 40;
const MAX_DEPTH = 6;
/** Of all texts and names of one line together; each value takes something of it too, so that their number ends. */
const MAX_LINE_TEXT = 8_000;
const COST_OF_VALUE = 8;

/**
 * Makes a copy of what is to be logged that is small whatever it was: texts are cut, lists and objects have a bounded
 * number of items and levels, and all texts of one line share a budget. Errors become plain objects, bytes their
 * number. Never throws.
 * @param words the arguments of one call of the logger, or an object of bindings
 */
export function boundForLog<T extends unknown[]>(words: T): T {
  let left = MAX_LINE_TEXT;
  const cut = (text: string, max: number): string => {
    const length = Math.min(text.length, max, Math.max(0, left));
    left -= length;
    return length === text.length ? text : `${text.slice(0, length)}… (${text.length} characters)`;
  };
  const bound = (value: unknown, depth: number, name: string): unknown => {
    left -= COST_OF_VALUE;
    if (typeof value === "string") return cut(value, name === "stack" ? MAX_STACK : MAX_TEXT);
    if (typeof value === "bigint") return cut(String(value), MAX_TEXT);
    if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
    if (typeof value !== "object" || value === null) return value;
    if (left <= 0 || depth > MAX_DEPTH) return "[left out]";
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    try {
      if (Array.isArray(value)) return boundList(value, depth);
      if (value instanceof Error) return boundObject(describeError(value), depth);
      const { toJSON } = value as { toJSON?: unknown };
      if (typeof toJSON === "function") return bound(toJSON.call(value), depth + 1, name);
      return boundObject(value, depth);
    } catch {
      // A getter or proxy that throws: the line is worth more than what it hides.
      return "[unreadable]";
    }
  };
  const boundList = (list: unknown[], depth: number): unknown[] => {
    const kept: unknown[] = [];
    for (const item of list) {
      if (kept.length === MAX_ITEMS || left <= 0) return [...kept, `… (${list.length} items)`];
      kept.push(bound(item, depth + 1, ""));
    }
    return kept;
  };
  const boundObject = (object: object, depth: number): Record<string, unknown> => {
    const kept: Record<string, unknown> = {};
    let count = 0;
    for (const name in object) {
      if (!Object.hasOwn(object, name)) continue;
      if (count++ === MAX_ITEMS || left <= 0) {
        kept["…"] = "more was left out";
        break;
      }
      Object.defineProperty(kept, cut(name, 100), {
        value: bound((object as Record<string, unknown>)[name], depth + 1, name),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return kept;
  };
  return words.map((word, index) =>
    // What pino itself makes of an error that comes first.
    index === 0 && word instanceof Error ? { err: bound(word, 1, "err") } : bound(word, 0, ""),
  ) as T;
}

/** PostgreSQL tells the whole row, or the value, that it refused: conversations are in none of our logs. */
const FIELDS_WITH_ROWS = new Set(["detail", "where", "internalQuery"]);

function describeError(error: Error): object {
  const described = pino.stdSerializers.err(error);
  if (!("severity" in error)) return described;
  const kept = Object.entries(described).filter(([name]) => !FIELDS_WITH_ROWS.has(name));
  return {
    ...Object.fromEntries(kept),
    message: hideValues(error, described.message),
    stack: hideValues(error, described.stack),
  };
}
